import { extractDoubts } from '../spec/extractDoubts.ts';
import type { ExtractReport } from '../spec/extractReport.ts';
import type { Curve, CurveStep, Outcome, Price, Share } from '../spec/extractSummary.ts';
import { curvesOf, outcomesOf, pricesOf, whenReached } from '../spec/extractSummary.ts';
import { duration } from './progress.ts';
import { alignTable, type Column } from './table.ts';

const left = (title: string): Column => ({ title, align: 'left' });
const right = (title: string): Column => ({ title, align: 'right' });
const settingColumns = [left('countermeasures'), left('thief'), left('labels')];

/** What each theft came to, what it cost whom, and with `curves` every point on the way. */
export function describeExtract(report: ExtractReport, { curves }: { readonly curves: boolean }): string {
  const outcomes = outcomesOf(report);
  const prices = pricesOf(report);
  return [
    ...(curves ? [curveTable(report), ''] : []),
    outcomeTable(outcomes),
    ...outcomes.flatMap(watermarkLines),
    ...curvesOf(report).map(reachLine),
    '',
    ...(prices.length > 0 ? [priceTable(prices), ''] : []),
    ...extractDoubts(report).map(({ message }) => `Warning: ${message}`),
    caption(report, outcomes),
  ].join('\n');
}

function curveTable(report: ExtractReport): string {
  const all = curvesOf(report);
  const attacks = all[0]?.steps[0]?.attacks ?? [];
  const rows = all.flatMap(({ countermeasures, thief, labels, steps }) =>
    steps.map((step) => [countermeasures, thief, labels, ...stepFields(step)]),
  );
  return alignTable([...settingColumns, ...stepColumns(attacks)], rows);
}

function outcomeTable(outcomes: readonly Outcome[]): string {
  const rows = outcomes.map(({ countermeasures, thief, labels, last, firstAlarms, medianAlarm, endedEarly }) => [
    countermeasures,
    thief,
    labels,
    ...stepFields(last),
    firstAlarms.length === 0 ? '' : alarmText(firstAlarms, medianAlarm),
    endedEarly > 0 ? `${endedEarly} of ${firstAlarms.length}` : '',
  ]);
  const columns = [
    ...settingColumns,
    ...stepColumns(outcomes[0]?.last.attacks ?? []),
    right('alarm at query'),
    right('ended early'),
  ];
  return alignTable(columns, rows);
}

const alarmText = (all: readonly (number | null)[], middle: number | null) =>
  all.length === 1 ? String(middle ?? 'none') : `${middle ?? 'none'} (${all.filter(Boolean).length} of ${all.length})`;

const stepColumns = (attacks: CurveStep['attacks']): Column[] => [
  right('queries'),
  right('fidelity % [95 %]'),
  right('accuracy %'),
  ...attacks.map(({ attack }) => right(`${attack} fools %`)),
  right('money'),
  right('time'),
];

const stepFields = ({ queries, fidelity, accuracy, attacks, money, seconds }: CurveStep): string[] => [
  String(queries),
  interval(fidelity),
  points(accuracy.value),
  ...attacks.map(({ fooled }) => points(fooled.value)),
  money.toFixed(2),
  duration(seconds),
];

function priceTable(prices: readonly Price[]): string {
  const rows = prices.map((price) => [
    price.countermeasures,
    `${points(price.answered.value)}`,
    `${points(price.accuracy.value)} (${points(price.bareAccuracy.value)})`,
    `${price.calibrationError.toFixed(3)} (${price.bareCalibrationError.toFixed(3)})`,
    price.distortion.toFixed(3),
    `${price.falseAlarms.count} of ${price.falseAlarms.n}`,
    price.addedMs.toFixed(2),
  ]);
  const titles = ['answered %', 'accuracy % (bare)', 'ECE (bare)', 'distortion l1', 'false alarms', 'added ms'];
  return alignTable([left('honest users behind'), ...titles.map(right)], rows);
}

const good = 0.9;

/** When the copy was as good as a thief may be content with. */
function reachLine(curve: Curve): string {
  const { countermeasures, thief, labels } = curve;
  const reached = whenReached(curve, good);
  const when = reached
    ? `after ${reached.queries} queries, ${reached.money.toFixed(2)} money, ${duration(reached.seconds)}`
    : 'never';
  return `fidelity of ${points(good)} % by ${thief} (${labels}), ${countermeasures}: ${when}`;
}

const watermarkLines = ({ countermeasures, thief, labels, watermarks }: Outcome): string[] =>
  watermarks.map(
    ({ copy, victim, unmarked, p }) =>
      `watermark against ${thief} (${labels}), ${countermeasures}: the copy knows ${copy.count} of ${copy.n} triggers, p = ${p.toPrecision(2)}; the victim ${victim.count}, an unmarked one ${unmarked.count}`,
  );

function caption({ victimAccuracy, pool }: ExtractReport, outcomes: readonly Outcome[]): string {
  const n = outcomes[0]?.last.fidelity.n ?? 0;
  const seeds = outcomes[0]?.last.fidelity.seeds ?? 0;
  const right = victimAccuracy ? `; the victim is right on ${points(victimAccuracy.count / victimAccuracy.n)} %` : '';
  return `fidelity and accuracy over n = ${n} images that are in no pool, ${seeds} ${seeds === 1 ? 'seed' : 'seeds'}${right}; pool: ${pool?.name ?? ''}${conversion(pool)}`;
}

const conversion = (pool: ExtractReport['pool']) =>
  pool && String(pool.shape) !== String(pool.convertedShape)
    ? `, converted from ${pool.shape.join(' × ')} to ${pool.convertedShape.join(' × ')}`
    : '';

const interval = ({ value, low, high }: Share) => `${points(value)} [${points(low)}, ${points(high)}]`;
const points = (share: number) => (Number.isNaN(share) ? '–' : (100 * share).toFixed(1));
