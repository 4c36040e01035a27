import type { Warning } from '../../spec/events.ts';
import type { Report } from '../../spec/report.ts';
import type { ResultRow } from '../../spec/summary.ts';
import { type Trust, trustOf } from '../../spec/trust.ts';
import { warningsOf } from '../../store/doubts.ts';

export interface Verdict {
  readonly trust: Trust;
  readonly reasons: readonly Warning[];
}

/** Mark of a row and the warnings behind it; pending until the checks have seen the whole run. */
export function verdictOf(
  report: Report,
  row: Pick<ResultRow, 'attack' | 'defense' | 'adaptive' | 'epsilon'>,
): Verdict {
  const warnings = warningsOf(report);
  const reasons = warnings.filter((warning) => trustOf(row, [warning]) !== 'checked');
  const trust = trustOf(row, warnings);
  return trust === 'checked' && report.finished === undefined ? { trust: 'pending', reasons } : { trust, reasons };
}
