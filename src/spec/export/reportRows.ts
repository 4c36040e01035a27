import type { Norm } from '../../core/threat.ts';
import type { Report } from '../report.ts';
import { parseSpec } from '../spec.ts';
import { cleanRate, type ResultRow, resultRows } from '../summary.ts';

/** One line of the results as JSON and CSV hold it. Intervals are Wilson 95 %; null where there is nothing to count. */
export interface ReportRow {
  /** Id of the attack, or `worst`: an image counts as robust only if it withstood every attack of the run. */
  readonly attack: string;
  readonly defense: string;
  /** The attack goes through the defense. */
  readonly adaptive: boolean;
  readonly norm: Norm;
  /** Pixel units; null where the attack had no budget. */
  readonly epsilon: number | null;
  /** Images attacked. */
  readonly n: number;
  /** Of the defended model, over all clean images seen so far. */
  readonly cleanAccuracy: number | null;
  /** Over all images; `ciLow` and `ciHigh` are its interval. */
  readonly robustAccuracy: number | null;
  readonly ciLow: number;
  readonly ciHigh: number;
  /** Over the `successN` images that were right before the attack. */
  readonly successRate: number | null;
  readonly successN: number;
  readonly successLow: number;
  readonly successHigh: number;
  /** Over successes, in the norm of the run. */
  readonly medianDistance: number | null;
  /** Share of the successes that rounding to 8 bits leaves standing. */
  readonly survivesRounding: number | null;
  /** Questions a black-box attack asked per image, over successes. */
  readonly medianQueries: number | null;
}

/** Rows in the order of the plan, worst cases included. */
export function reportRows(report: Report): ReportRow[] {
  const { norm } = parseSpec(report.spec);
  return resultRows(report).map((row) => reportRow(row, norm, cleanRate(report, row.defense).value));
}

const reportRow = (row: ResultRow, norm: Norm, cleanAccuracy: number): ReportRow => ({
  attack: row.attack,
  defense: row.defense,
  adaptive: row.adaptive,
  norm,
  epsilon: row.epsilon,
  n: row.robust.n,
  cleanAccuracy: known(cleanAccuracy),
  robustAccuracy: known(row.robust.value),
  ciLow: row.robust.low,
  ciHigh: row.robust.high,
  successRate: known(row.success.value),
  successN: row.success.n,
  successLow: row.success.low,
  successHigh: row.success.high,
  medianDistance: known(Number(row.medianDistance.toPrecision(6))), // what float32 holds
  survivesRounding: known(row.survives.value),
  medianQueries: known(row.medianQueries),
});

const known = (value: number) => (Number.isNaN(value) ? null : value);
