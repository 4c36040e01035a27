import type { ExtractReport } from '../extractReport.ts';
import { curvesOf, outcomesOf, pricesOf } from '../extractSummary.ts';
import { csvText } from './csvText.ts';
import { sealKey, sealOf } from './seal.ts';

/** Curves, outcomes and prices as JSON text; logs and copies are files of their own. */
export function extractJson(report: ExtractReport): string {
  const { setting, finished, victimAccuracy, pool } = report;
  const content = {
    schema: 1,
    experiment: 'extract',
    spec: report.spec,
    version: setting?.version,
    backend: setting?.backend,
    adapter: setting?.adapter,
    model: setting?.model,
    dataset: setting?.dataset,
    pool: pool && { name: pool.name, size: pool.size, shape: pool.shape, convertedShape: pool.convertedShape },
    victimAccuracy,
    startedAt: report.startedAt ?? null,
    seconds: finished?.seconds ?? null,
    complete: finished?.complete ?? false,
    curves: curvesOf(report),
    outcomes: outcomesOf(report),
    prices: pricesOf(report),
    alarms: Object.values(report.thefts).map(({ theft, end }) => ({ ...theft, alarms: end?.alarms ?? [] })),
  };
  return `${JSON.stringify({ ...content, [sealKey]: sealOf(content) }, undefined, 2)}\n`;
}

const columns = [
  'countermeasures',
  'thief',
  'labels',
  'queries',
  'measure',
  'share',
  'low',
  'high',
  'n',
  'seeds',
  'money',
  'seconds',
];

/** Every point of every curve as CSV (RFC 4180): one row for each thing measured. */
export function extractCsv(report: ExtractReport): string {
  const rows = curvesOf(report).flatMap(({ countermeasures, thief, labels, steps }) =>
    steps.flatMap(({ queries, fidelity, accuracy, attacks, money, seconds }) => {
      const measures = [
        ['fidelity', fidelity] as const,
        ['accuracy', accuracy] as const,
        ...attacks.map(({ attack, fooled }) => [`${attack} fools the victim`, fooled] as const),
        ...attacks.map(({ attack, agreed }) => [`${attack} agreement`, agreed] as const),
      ];
      return measures.map(([name, { value, low, high, n, seeds }]) => [
        countermeasures,
        thief,
        labels,
        queries,
        name,
        finite(value),
        low,
        high,
        n,
        seeds,
        money,
        seconds,
      ]);
    }),
  );
  return csvText([columns, ...rows]);
}

/** NaN, of no images, is an empty field. */
const finite = (value: number) => (Number.isFinite(value) ? value : null);
