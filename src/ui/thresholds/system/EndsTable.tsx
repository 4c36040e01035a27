import { amount } from '../../../i18n/numberWords.ts';
import type { SystemAttack, SystemView } from '../../../spec/system/assess.ts';
import type { ThresholdView } from '../../../store/thresholds.ts';
import { useVoice } from '../../lab.tsx';
import { Scroll } from '../../parts/Scroll.tsx';
import { IntervalBar } from '../../results/IntervalBar.tsx';
import { digits, shareText } from './shareText.ts';

interface EndsTableProps {
  readonly shown: SystemView;
  readonly attack: SystemAttack;
  readonly view: ThresholdView;
}

/** What the whole system does, end to end, and how often that is on a day. */
export function EndsTable({ attack: { ends }, view: { policy } }: EndsTableProps) {
  const voice = useVoice();
  const { say, count } = voice;
  const attacks = policy.perDay * policy.attacked;
  const honest = policy.perDay - attacks;
  const rows = [
    { name: 'falseAccept', inputs: attacks },
    { name: 'falseReject', inputs: honest },
    { name: 'misread', inputs: honest },
  ] as const;
  return (
    <Scroll aria-label={say('sys.ends')}>
      <table className="data">
        <thead>
          <tr>
            <th scope="col">{say('sys.ends')}</th>
            <th scope="col" className="n">
              {say('sys.share')}
            </th>
            <th scope="col" className="n">
              {say('sys.perDay', { inputs: count(policy.perDay) })}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, inputs }) => (
            <tr key={name}>
              <th scope="row">{say(`sys.${name}`)}</th>
              <td className="n num">
                <span className="v">{shareText(voice, ends[name].value)}</span>{' '}
                <span className="ci">
                  {say('sys.range', { low: digits(ends[name].low), high: digits(ends[name].high) })}
                </span>
                <IntervalBar rate={ends[name]} />
              </td>
              <td className="n num">{amount(inputs * ends[name].value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
