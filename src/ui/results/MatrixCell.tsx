import type { Report } from '../../spec/report.ts';
import type { ResultRow } from '../../spec/summary.ts';
import { pairsOf } from '../../store/choices.ts';
import { rowsOf, specOf } from '../../store/derived.ts';
import { attackIdentity } from '../chart/identity.ts';
import { useVoice } from '../lab.tsx';
import { IntervalBar } from './IntervalBar.tsx';
import { TrustMark } from './TrustMark.tsx';
import { verdictOf } from './trustOfRow.ts';

/** One line of a table: an attack in one mode, or the worst case. */
export interface Line {
  readonly attack: ResultRow['attack'];
  readonly adaptive: boolean;
}

interface MatrixCellProps {
  readonly report: Report;
  readonly defense: string;
  readonly line: Line;
  /** Null for an attack with limits of its own. */
  readonly epsilon: number | null;
}

/** The number where a line meets a defense, or why there is none. */
export function MatrixCell({ report, defense, line: { attack, adaptive }, epsilon }: MatrixCellProps) {
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
