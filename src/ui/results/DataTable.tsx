import { describeEpsilon } from '../../core/epsilon.ts';
import type { Rate } from '../../core/stats.ts';
import { points } from '../../i18n/numberWords.ts';
import type { Report } from '../../spec/report.ts';
import type { ResultRow } from '../../spec/summary.ts';
import { rowsOf, specOf } from '../../store/derived.ts';
import { useVoice } from '../lab.tsx';
import { Scroll } from '../parts/Scroll.tsx';
import { verdictOf } from './trustOfRow.ts';

export function DataTable({ report }: { readonly report: Report }) {
  const { say } = useVoice();
  const rows = rowsOf(report);
  const counted = rows.some(({ medianQueries }) => !Number.isNaN(medianQueries));
  const texts = ['robust', 'interval', 'n', 'success', 'interval', 'distance', 'survives'] as const;
  return (
    <Scroll aria-label={say('data.title')}>
      <table className="data">
        <caption>{say('data.caption')}</caption>
        <thead>
          <tr>
            <th scope="col">{say('table.attack')}</th>
            <th scope="col">{say('table.defense')}</th>
            <th scope="col">{say('data.adaptive')}</th>
            <th scope="col" className="n">
              {say('data.epsilon')}
            </th>
            {texts.map((text, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the columns never change, and one name stands twice
              <th scope="col" className="n" key={i}>
                {say(`data.${text}`)}
              </th>
            ))}
            {counted && (
              <th scope="col" className="n">
                {say('data.queries')}
              </th>
            )}
            <th scope="col">{say('data.mark')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <DataLine
              key={`${row.attack}|${row.defense}|${row.adaptive}|${row.epsilon}`}
              report={report}
              row={row}
              counted={counted}
            />
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

interface DataLineProps {
  readonly report: Report;
  readonly row: ResultRow;
  /** The table has a column for queries. */
  readonly counted: boolean;
}

function DataLine({ report, row, counted }: DataLineProps) {
  const { say, defense, attackOf, interval, count } = useVoice();
  const queries = Number.isNaN(row.medianQueries) ? say('data.empty') : count(Math.round(row.medianQueries));
  const none = say('data.empty');
  const share = (rate: Rate) => (rate.n > 0 ? points(rate.value) : none);
  return (
    <tr className={row.attack === 'worst' ? 'sum' : undefined}>
      <th scope="row">{attackOf(specOf(report), row.attack)}</th>
      <td>{defense(row.defense)}</td>
      <td>{say(row.adaptive ? 'data.yes' : 'data.no')}</td>
      <td className="n">{describeEpsilon(row.epsilon)}</td>
      <td className="n">{share(row.robust)}</td>
      <td className="n">{interval(row.robust)}</td>
      <td className="n">{count(row.robust.n)}</td>
      <td className="n">{share(row.success)}</td>
      <td className="n">{row.success.n > 0 ? interval(row.success) : none}</td>
      <td className="n">{Number.isNaN(row.medianDistance) ? none : row.medianDistance.toPrecision(3)}</td>
      <td className="n">{share(row.survives)}</td>
      {counted && <td className="n">{queries}</td>}
      <td>{say(`trust.${verdictOf(report, row).trust}`)}</td>
    </tr>
  );
}
