import { describeEpsilon } from '../../core/epsilon.ts';
import { chainName } from '../../defenses/catalog.ts';
import type { Report } from '../../spec/report.ts';
import type { ResultRow } from '../../spec/summary.ts';
import { pairsOf } from '../../store/choices.ts';
import { cleanRatesOf, rowsOf, specOf } from '../../store/derived.ts';
import { attackIdentity } from '../chart/identity.ts';
import { Swatch } from '../chart/Swatch.tsx';
import { useVoice } from '../lab.tsx';
import { Figure } from '../parts/Figure.tsx';
import { DataTableButton } from './DataTable.tsx';
import { IntervalBar } from './IntervalBar.tsx';
import { ProvenanceLine } from './ProvenanceLine.tsx';
import { TrustMark } from './TrustMark.tsx';
import { verdictOf } from './trustOfRow.ts';

interface ResultsTableProps {
  readonly report: Report;
  readonly epsilon: number;
}

/** One line of the table: an attack in one mode, the worst case, or the clean images. */
interface Line {
  readonly attack: ResultRow['attack'];
  readonly adaptive: boolean;
}

/** Table 1: every pair at the selected budget. */
export function ResultsTable({ report, epsilon }: ResultsTableProps) {
  const { say, defense } = useVoice();
  const defenses = specOf(report).defenses.map(chainName);
  const lines = linesOf(report);
  return (
    <Figure
      number={say('table.one')}
      title={say('table.title', { epsilon: describeEpsilon(epsilon) })}
      about={say('table.sub')}
      foot={<ProvenanceLine report={report} />}
      actions={<DataTableButton />}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className="scroll" tabIndex={0} aria-label={say('table.one')}>
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
                  <Cell key={name} report={report} defense={name} line={line} epsilon={epsilon} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Figure>
  );
}

function linesOf(report: Report): Line[] {
  const pairs = pairsOf(report);
  const lines = specOf(report).attacks.flatMap(({ id }) =>
    [true, false]
      .filter((adaptive) => pairs.some((pair) => pair.attack === id && pair.adaptive === adaptive))
      .map((adaptive) => ({ attack: id, adaptive })),
  );
  return [...lines, { attack: 'worst', adaptive: true }];
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

function LineHead({ report, line: { attack, adaptive } }: { readonly report: Report; readonly line: Line }) {
  const { say, attackOf } = useVoice();
  const name = attackOf(specOf(report), attack);
  return (
    <th scope="row">
      <span className="who">
        <Swatch identity={attackIdentity(attack, { adaptive })} />
        {name}
      </span>
      {!adaptive && <span className="tiny muted">{say('attack.notAdaptedNote')}</span>}
    </th>
  );
}

interface CellProps {
  readonly report: Report;
  readonly defense: string;
  readonly line: Line;
  readonly epsilon: number;
}

function Cell({ report, defense, line: { attack, adaptive }, epsilon }: CellProps) {
  const voice = useVoice();
  const row = rowsOf(report).find(
    (known) =>
      known.attack === attack &&
      known.defense === defense &&
      known.epsilon === epsilon &&
      (attack === 'worst' || known.adaptive === adaptive),
  );
  const planned =
    attack === 'worst' ||
    pairsOf(report).some((p) => p.defense === defense && p.attack === attack && p.adaptive === adaptive);
  return (
    <td>
      <span className="th">{voice.defense(defense)}</span>
      {row && row.robust.n > 0 ? (
        <Measured report={report} row={row} />
      ) : (
        <span className="muted">
          {voice.say(planned ? 'rate.none' : defense === 'none' ? 'table.exact' : 'table.notRun')}
        </span>
      )}
    </td>
  );
}

function Measured({ report, row }: { readonly report: Report; readonly row: ResultRow }) {
  const { percent, interval, intervalAndN } = useVoice();
  const verdict = verdictOf(report, row);
  const complete = row.robust.n === specOf(report).count;
  return (
    <>
      <span className="num">
        <span className="v">{percent(row.robust.value)}</span>{' '}
        <span className={complete ? 'ci' : 'ci part'}>
          {complete ? interval(row.robust) : intervalAndN(row.robust, { soFar: report.finished === undefined })}
        </span>
      </span>
      <IntervalBar rate={row.robust} color={attackIdentity(row.attack, row).color} />
      {(verdict.trust === 'bound' || verdict.trust === 'do-not-quote') && <TrustMark {...verdict} />}
    </>
  );
}
