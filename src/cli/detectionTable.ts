import { describeEpsilon } from '../core/epsilon.ts';
import type { Rate } from '../core/stats.ts';
import { type Detection, detectionsOf } from '../spec/detection.ts';
import type { Report } from '../spec/report.ts';
import { alignTable, type Column } from './table.ts';

const columns: readonly Column[] = [
  { title: 'attack', align: 'left' },
  { title: 'mode', align: 'left' },
  { title: 'ε', align: 'right' },
  { title: 'turned', align: 'right' },
  { title: 'detected %', align: 'right' },
  { title: '[95 %]', align: 'right' },
  { title: 'right or rejected %', align: 'right' },
  { title: '[95 %]', align: 'right' },
  { title: 'AUROC', align: 'right' },
];

/** One table per detector and defense; empty where the run has no detector. */
export const describeDetection = (report: Report): string => detectionsOf(report).map(describeOne).join('\n\n');

function describeOne({ detector, defense, threshold, fitted, falseAlarms, clean, rows }: Detection): string {
  const head =
    `Detector ${detector} beside ${defense}: threshold ${threshold.toPrecision(3)} fitted on ${fitted} clean images; of ` +
    `${falseAlarms.n} others ${percent(falseAlarms)} % turned away, ${percent(clean)} % right and accepted.`;
  const lines = rows.map(({ cell, detected, joint, auroc }) => [
    cell.attack,
    cell.adaptive ? 'adaptive' : 'non-adaptive',
    describeEpsilon(cell.epsilon),
    String(detected.n),
    detected.n > 0 ? percent(detected) : '–',
    detected.n > 0 ? interval(detected) : '–',
    percent(joint),
    interval(joint),
    Number.isNaN(auroc.value) ? '–' : auroc.value.toFixed(3),
  ]);
  return `${head}\n${alignTable(columns, lines)}`;
}

const interval = ({ low, high }: Rate) => `[${(100 * low).toFixed(1)}, ${(100 * high).toFixed(1)}]`;
const percent = ({ value }: Rate) => (100 * value).toFixed(1);
