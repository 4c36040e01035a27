import type { ExtractView } from '../../store/extractView.ts';
import { useVoice } from '../lab.tsx';
import { Figure } from '../parts/Figure.tsx';
import { Scroll } from '../parts/Scroll.tsx';
import { settingText } from './extractNames.ts';

/** Verification of the owner's watermark in every copy. */
export function WatermarkFigure({ view: { outcomes } }: { readonly view: ExtractView }) {
  const voice = useVoice();
  const { say } = voice;
  const proofs = outcomes.flatMap((outcome) =>
    outcome.watermarks.map((proof, run) => ({ proof, name: settingText(voice, outcome), run })),
  );
  if (proofs.length === 0) return null;
  const title = say('ex.watermark');
  return (
    <Figure title={title} about={say('ex.watermarkAbout')}>
      <Scroll aria-label={title}>
        <table className="data">
          <thead>
            <tr>
              <th scope="col">{say('ex.column.thief')}</th>
              {(['copy', 'victim', 'unmarked'] as const).map((who) => (
                <th scope="col" className="n" key={who}>
                  {say(`ex.watermark.${who}`)}
                </th>
              ))}
              <th scope="col" className="n">
                {pValue}
              </th>
            </tr>
          </thead>
          <tbody>
            {proofs.map(({ proof, name, run }) => (
              <tr key={`${name}${run}`}>
                <th scope="row">{name}</th>
                {[proof.copy, proof.victim, proof.unmarked].map((found, i) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the columns never change places
                  <td key={i} className="n num">
                    {say('ex.ofN', { ...found })}
                  </td>
                ))}
                <td className="n num">{proof.p.toPrecision(2)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Figure>
  );
}

const pValue = 'p';
