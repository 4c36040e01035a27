import type { Rating } from '../../spec/robustness/risks.ts';
import type { SheetProps } from './Sheet.tsx';
import { type MarkTone, SheetMark } from './SheetMark.tsx';

const toneOf: Record<Rating, MarkTone> = { low: 'ok', medium: 'caution', high: 'danger', unknown: 'wait' };

/** How likely each threat succeeds, with the number that says so. */
export function Risks({ card, voice: { say, percent }, words }: SheetProps) {
  const { low, high } = card.profile.risk;
  return (
    <section>
      <h2>{say('rc.risks')}</h2>
      <table className="risks">
        <thead>
          <tr>
            <th scope="col">{say('rc.threatName')}</th>
            <th scope="col">{say('rc.rating')}</th>
            <th scope="col">{say('rc.why')}</th>
          </tr>
        </thead>
        <tbody>
          {card.risks.map((risk) => (
            <tr key={risk.threat}>
              <th scope="row">{say(`rc.threat.${risk.threat}`)}</th>
              <td>
                <SheetMark tone={toneOf[risk.rating]}>{say(`rc.risk.${risk.rating}`)}</SheetMark>
              </td>
              <td className={risk.success ? undefined : 'muted'}>{words.risk(risk)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="muted tiny">{say('rc.riskScale', { low: percent(low), high: percent(high) })}</p>
    </section>
  );
}
