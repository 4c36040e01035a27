import type { Rate } from '../../../core/stats.ts';
import type { Dependence } from '../../../spec/system/dependence.ts';
import { useVoice } from '../../lab.tsx';
import { Scroll } from '../../parts/Scroll.tsx';

interface DependenceTableProps {
  readonly dependence: Dependence;
  readonly first: string;
  readonly second: string;
}

/** What each model accepts wrongly, what multiplying says, and what was counted. */
export function DependenceTable({ dependence, first, second }: DependenceTableProps) {
  const { say, percent, interval, model } = useVoice();
  const { product, gap, untouchedProduct } = dependence;
  const counted = (rate: Rate) => ({ value: rate.value, range: interval(rate) });
  const rows = [
    { name: say('sys.accepts', { model: model(first) }), ...counted(dependence.first) },
    { name: say('sys.accepts', { model: model(second) }), ...counted(dependence.second) },
    { name: say('sys.both'), ...counted(dependence.both) },
    { name: say('sys.same'), ...counted(dependence.same) },
    { name: say('sys.product'), value: product, range: '' },
    { name: say('sys.gap'), value: gap.value, range: interval({ ...gap, count: 0, n: dependence.both.n }) },
    { name: say('sys.untouched', { model: model(second) }), ...counted(dependence.untouched) },
    { name: say('sys.untouchedProduct'), value: untouchedProduct, range: '' },
  ];
  return (
    <Scroll aria-label={say('sys.secondTitle')}>
      <table className="data">
        <thead>
          <tr>
            <th scope="col">{say('sys.wrongAccepted')}</th>
            <th scope="col" className="n">
              {say('sys.share')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, value, range }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="n num">
                {percent(value)} <span className="ci">{range}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
