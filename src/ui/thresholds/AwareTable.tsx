import { acceptedWrong, bandsOf, shareIn } from '../../spec/thresholds/bands.ts';
import type { AttackGroup } from '../../spec/thresholds/board.ts';
import { costsOf } from '../../spec/thresholds/costs.ts';
import type { ThresholdView } from '../../store/thresholds.ts';
import { useVoice } from '../lab.tsx';
import { Scroll } from '../parts/Scroll.tsx';
import { attackName } from './groupNames.ts';

interface AwareTableProps {
  readonly view: ThresholdView;
  readonly naive: AttackGroup;
  readonly knowing: AttackGroup;
}

/** How the picture changes from an attack that does not know the threshold to one that does. */
export function AwareTable({ view: { report, board, policy }, naive, knowing }: AwareTableProps) {
  const voice = useVoice();
  const { say, percent, count } = voice;
  const rows = [naive, knowing].map((attacked) => {
    const bands = bandsOf(attacked, policy);
    const { total } = costsOf({ clean: board.clean, attacked }, policy, 1000);
    const shares = [acceptedWrong(bands), shareIn(bands, 'review'), shareIn(bands, 'reject')];
    const values = [...shares.map(({ value }) => percent(value)), count(total.value)];
    return { name: attackName(voice, report, attacked), values };
  });
  const head = [say('th.acceptedWrong'), say('th.band.review'), say('th.band.reject'), say('th.costPerThousand')];
  return (
    <Scroll aria-label={say('th.awareTable')}>
      <table className="data">
        <thead>
          <tr>
            <th scope="col">{say('table.attack')}</th>
            {head.map((text) => (
              <th scope="col" className="n" key={text}>
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, values }, i) => (
            <tr key={name}>
              <th scope="row">
                {name} <span className="ci">{say(i === 0 ? 'th.isNaive' : 'th.isAware')}</span>
              </th>
              {values.map((value, k) => (
                <td className="n num" key={head[k]}>
                  {value}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
