import { groupBy } from '../core/groupBy.ts';
import { meanInterval, median, wilson } from '../core/stats.ts';
import { chainName } from '../defenses/catalog.ts';
import type { Count, CurvePoint, HonestPrice, WatermarkProof } from './extractEvents.ts';
import { type ExtractReport, type TheftRecord, theftKey } from './extractReport.ts';
import { parseExtract, planThefts, type Theft } from './extractSpec.ts';

/** A share with its 95 % interval: over seeds (Student) where there are several, else over images (Wilson). */
export interface Share {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Images that each seed was measured on. */
  readonly n: number;
  readonly seeds: number;
}

export type Setting = Omit<Theft, 'seed'>;

/** Means over seeds after so many queries. */
export interface CurveStep {
  readonly queries: number;
  readonly fidelity: Share;
  readonly accuracy: Share;
  readonly attacks: readonly { readonly attack: string; readonly fooled: Share; readonly agreed: Share }[];
  readonly denied: number;
  readonly money: number;
  readonly seconds: number;
}

/** One setting over all its seeds. */
export interface Curve extends Setting {
  readonly steps: readonly CurveStep[];
}

/** Curves of all settings that have a point, in the order of the plan. */
export const curvesOf = (report: ExtractReport): Curve[] => settingsOf(report).map((records) => curveOf(records));

/** What a theft came to, over all seeds: the last point of each, whenever it ended. */
export interface Outcome extends Setting {
  readonly last: CurveStep;
  /** First alarm of each seed in queries of the theft; null where there was none. */
  readonly firstAlarms: readonly (number | null)[];
  /** Middle one of those, a seed without alarm counting as later than any; null where that is the middle. */
  readonly medianAlarm: number | null;
  readonly honestAllowed: Share | undefined;
  readonly watermarks: readonly WatermarkProof[];
  /** Seeds that ended before the budget was spent. */
  readonly endedEarly: number;
}

export function outcomesOf(report: ExtractReport): Outcome[] {
  return settingsOf(report).map((records) => {
    const { countermeasures, thief, labels } = records[0]!.theft; // groups are never empty
    const ends = records.flatMap(({ end }) => (end ? [end] : []));
    const firstAlarms = records.map(firstAlarmOf);
    const middle = median(firstAlarms.map((query) => query ?? Number.POSITIVE_INFINITY));
    return {
      countermeasures,
      thief,
      labels,
      last: stepOf(records.map(({ points }) => points.at(-1)!)),
      firstAlarms,
      medianAlarm: Number.isFinite(middle) ? middle : null,
      honestAllowed: ends.length > 0 ? shareOf(ends.map(({ honestAllowed }) => honestAllowed)) : undefined,
      watermarks: ends.flatMap(({ watermark }) => (watermark ? [watermark] : [])),
      endedEarly: ends.filter(({ endedEarly }) => endedEarly !== null).length,
    };
  });
}

/** Of a theft that goes on, as far as its newest point knows. */
const firstAlarmOf = ({ points, end }: TheftRecord): number | null =>
  end ? (end.alarms[0]?.query ?? null) : points.at(-1)!.firstAlarm;

/** What it took until the copy agreed with the victim on so large a share; undefined where it never did. */
export const whenReached = ({ steps }: Curve, fidelity: number): CurveStep | undefined =>
  steps.find((step) => step.fidelity.value >= fidelity);

/** What a set of countermeasures costs honest users, over all seeds. */
export interface Price {
  readonly countermeasures: string;
  readonly answered: Share;
  readonly accuracy: Share;
  readonly bareAccuracy: Share;
  readonly calibrationError: number;
  readonly bareCalibrationError: number;
  readonly distortion: number;
  /** Seeds whose honest user raised an alarm. */
  readonly falseAlarms: Count;
  readonly addedMs: number;
}

export function pricesOf(report: ExtractReport): Price[] {
  const known = parseExtract(report.spec)
    .chains.map(chainName)
    .filter((name) => report.honest[name] !== undefined);
  return known.map((countermeasures) => {
    const prices = Object.values(report.honest[countermeasures]!);
    const mean = (pick: (price: HonestPrice) => number) => meanInterval(prices.map(pick)).value;
    return {
      countermeasures,
      answered: shareOf(prices.map(({ answered }) => answered)),
      accuracy: shareOf(prices.map(({ accuracy }) => accuracy)),
      bareAccuracy: shareOf(prices.map(({ bareAccuracy }) => bareAccuracy)),
      calibrationError: mean((price) => price.calibrationError),
      bareCalibrationError: mean((price) => price.bareCalibrationError),
      distortion: mean((price) => price.distortion),
      falseAlarms: { count: prices.filter(({ falseAlarms }) => falseAlarms.length > 0).length, n: prices.length },
      addedMs: mean((price) => price.addedMs),
    };
  });
}

/** In the order of the plan, whichever worker was first. */
const settingsOf = (report: ExtractReport): TheftRecord[][] =>
  groupBy(
    planThefts(parseExtract(report.spec))
      .flatMap((theft) => report.thefts[theftKey(theft)] ?? [])
      .filter(({ points }) => points.length > 0),
    ({ theft: { countermeasures, thief, labels } }) => [countermeasures, thief, labels].join('|'),
  );

function curveOf(records: readonly TheftRecord[]): Curve {
  const { countermeasures, thief, labels } = records[0]!.theft; // groups are never empty
  const steps = groupBy(
    records.flatMap(({ points }) => points),
    ({ queries }) => String(queries),
  ).map(stepOf);
  return { countermeasures, thief, labels, steps: steps.sort((a, b) => a.queries - b.queries) };
}

/** Points of as many seeds; the numbers of queries differ only where thefts ended early. */
function stepOf(points: readonly CurvePoint[]): CurveStep {
  const mean = (pick: (point: CurvePoint) => number) => meanInterval(points.map(pick)).value;
  return {
    queries: Math.round(mean(({ queries }) => queries)),
    fidelity: shareOf(points.map(({ fidelity }) => fidelity)),
    accuracy: shareOf(points.map(({ accuracy }) => accuracy)),
    attacks: points[0]!.attacks.map(({ attack }, i) => ({
      attack,
      fooled: shareOf(points.map(({ attacks }) => attacks[i]!.fooled)),
      agreed: shareOf(points.map(({ attacks }) => attacks[i]!.agreed)),
    })),
    denied: mean(({ denied }) => denied),
    money: mean(({ money }) => money),
    seconds: mean(({ seconds }) => seconds),
  };
}

function shareOf(counts: readonly Count[]): Share {
  const [first] = counts;
  if (counts.length === 1) return { ...wilson(first!.count, first!.n), seeds: 1 };
  const { value, low, high } = meanInterval(counts.map(({ count, n }) => count / n));
  return { value, low: Math.max(0, low), high: Math.min(1, high), n: first!.n, seeds: counts.length };
}
