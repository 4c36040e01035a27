import { describeEpsilon } from '../../core/epsilon.ts';
import { chainName } from '../../defenses/catalog.ts';
import type { Report } from '../../spec/report.ts';
import { ballPairsOf, linesOf } from '../../store/choices.ts';
import { cleanRatesOf, specOf } from '../../store/derived.ts';
import { useVoice } from '../lab.tsx';
import { Figure } from '../parts/Figure.tsx';
import { Scroll } from '../parts/Scroll.tsx';
import { DataTableButton } from './DataTableDialog.tsx';
import { IntervalBar } from './IntervalBar.tsx';
import { LineHead } from './LineHead.tsx';
import { type Line, MatrixCell } from './MatrixCell.tsx';
import { ProvenanceLine } from './ProvenanceLine.tsx';

interface ResultsTableProps {
  readonly report: Report;
  readonly epsilon: number;
}

/** Table 1: every pair at the selected budget. */
export function ResultsTable({ report, epsilon }: ResultsTableProps) {
  const { say, defense } = useVoice();
  const defenses = specOf(report).defenses.map(chainName);
  const lines: Line[] = [...linesOf(report, ballPairsOf(report)), { attack: 'worst', adaptive: true }];
  return (
    <Figure
      number={say('table.one')}
      title={say('table.title', { epsilon: describeEpsilon(epsilon) })}
      about={say('table.sub')}
      foot={<ProvenanceLine report={report} />}
      actions={<DataTableButton />}
    >
      <Scroll aria-label={say('table.one')}>
        <table className="matrix">
          <thead>
            <tr>
              <th scope="col">{say('table.attack')}</th>
              {defenses.map((name) => (
                <th scope="col" key={name}>
                  {defense(name)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <CleanLine report={report} defenses={defenses} />
            {lines.map((line) => (
              <tr key={`${line.attack}|${line.adaptive}`} className={line.attack === 'worst' ? 'sum' : undefined}>
                <LineHead report={report} line={line} />
                {defenses.map((name) => (
                  <MatrixCell key={name} report={report} defense={name} line={line} epsilon={epsilon} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Figure>
  );
}

function CleanLine({ report, defenses }: { readonly report: Report; readonly defenses: readonly string[] }) {
  const { say, percent, interval, defense } = useVoice();
  const rates = cleanRatesOf(report);
  return (
    <tr>
      <th scope="row">
        {say('table.clean')}
        <br />
        <span className="tiny muted">{say('table.none')}</span>
      </th>
      {defenses.map((name) => {
        const rate = rates[name];
        return (
          <td key={name}>
            <span className="th">{defense(name)}</span>
            {rate && rate.n > 0 ? (
              <span className="num">
                <span className="v">{percent(rate.value)}</span> <span className="ci">{interval(rate)}</span>
              </span>
            ) : (
              <span className="muted">{say('rate.none')}</span>
            )}
            {rate && rate.n > 0 && <IntervalBar rate={rate} />}
          </td>
        );
      })}
    </tr>
  );
}
