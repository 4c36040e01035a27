import type { CSSProperties } from 'react';
import { useVoice } from '../lab.tsx';
import { Scroll } from '../parts/Scroll.tsx';

interface ConfusionProps {
  /** Images by true class (row) and by answer (column). */
  readonly matrix: readonly (readonly number[])[];
  readonly names: readonly string[];
}

/** Where a model goes wrong: a table whose squares are darker the more images are in them; every square has its number. */
export function Confusion({ matrix, names }: ConfusionProps) {
  const { say } = useVoice();
  const most = Math.max(1, ...matrix.flatMap((row, k) => row.filter((_, j) => j !== k)));
  return (
    <Scroll aria-label={say('models.confusion')}>
      <table className="confusion">
        <caption>
          <b>{say('models.confusion')}</b> {say('models.confusionAbout')}
        </caption>
        <thead>
          <tr>
            <th scope="col">{say('models.truth')}</th>
            {names.map((name) => (
              <th scope="col" key={name}>
                <span>{name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {matrix.map((row, k) => (
            <tr key={names[k]}>
              <th scope="row">{names[k]}</th>
              {row.map((count, j) => (
                <td
                  key={names[j]}
                  className={j === k ? 'num own' : count === 0 ? 'num zero' : 'num'}
                  style={
                    {
                      '--heat': j === k ? 0 : count / most,
                    } as CSSProperties /* React types know no custom properties */
                  }
                >
                  {count}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
