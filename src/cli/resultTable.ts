import { describeEpsilon, formatEpsilon } from '../core/epsilon.ts';
import type { Rate } from '../core/stats.ts';
import type { Norm } from '../core/threat.ts';
import { budgetOf } from '../spec/cells.ts';
import { checkReport } from '../spec/checks/checkReport.ts';
import { type Credits, creditsOf } from '../spec/credits.ts';
import type { Warning } from '../spec/events.ts';
import { writeLink } from '../spec/link.ts';
import type { Report } from '../spec/report.ts';
import { parseSpec } from '../spec/spec.ts';
import { cleanRate, type ResultRow, resultRows } from '../spec/summary.ts';
import { type Trust, trustOf, trustWarnings } from '../spec/trust.ts';
import { describeChecks } from './checkList.ts';
import { describeDetection } from './detectionTable.ts';
import { alignTable, type Column } from './table.ts';

/** Everything `epsilon evaluate` prints at the end: table, doubts, what was measured and how to repeat it. */
export function describeReport(report: Report, { checks = false } = {}): string {
  const checked = checkReport(report);
  const warnings = trustWarnings(report, checked);
  const rows = resultRows(report);
  const within = rows.filter(({ attack }) => !isOwn(attack));
  const beyond = rows.filter(({ attack }) => isOwn(attack));
  const parts = [
    rows.length > 0 ? '' : 'No image was finished.',
    within.length > 0 ? resultTable(report, within, warnings) : '',
    legend(within),
    creditsOf(report).map(creditLine).join('\n'),
    beyond.length > 0 ? `Limits of their own, no part of a worst case:\n${resultTable(report, beyond, warnings)}` : '',
    limits(report, beyond),
    describeDetection(report),
    warnings.map(({ message }) => `Warning: ${message}`).join('\n'),
    describeChecks(checked, { all: checks }),
    provenance(report),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

const isOwn = (attack: ResultRow['attack']) => attack !== 'worst' && budgetOf(attack) === 'own';

/** What the settings of these attacks allow: `spatial: angle=30 shift=3`. */
function limits({ spec }: Report, rows: readonly ResultRow[]): string {
  return parseSpec(spec)
    .attacks.filter(({ id }) => rows.some(({ attack }) => attack === id))
    .map(
      ({ id, params }) =>
        `${id}: ${Object.entries(params)
          .map((pair) => pair.join('='))
          .join(' ')}`,
    )
    .join('\n');
}

/** One block per defense, budgets ascending; within a budget the attacks, then their worst case if there is more than one. */
function resultTable(report: Report, rows: readonly ResultRow[], warnings: readonly Warning[]): string {
  const { norm } = parseSpec(report.spec);
  const defenses = [...new Set(rows.map(({ defense }) => defense))];
  const counted = rows.some(({ medianQueries }) => !Number.isNaN(medianQueries));
  const lines = defenses.flatMap((defense, i) => {
    const block = rows.filter((row) => row.defense === defense && !isOnlyAttack(row, rows));
    const shown = block.map((row) => cells(report, row, norm, trustOf(row, warnings), counted));
    return i === 0 ? shown : [[], ...shown];
  });
  return alignTable(columns(norm, counted), lines);
}

/** A worst case over one attack repeats that attack. */
const isOnlyAttack = ({ attack, defense, epsilon }: ResultRow, rows: readonly ResultRow[]) =>
  attack === 'worst' && rows.filter((row) => row.defense === defense && row.epsilon === epsilon).length === 2;

const columns = (norm: Norm, counted: boolean): Column[] => [
  { title: 'attack', align: 'left' },
  { title: 'defense', align: 'left' },
  { title: 'mode', align: 'left' },
  { title: `ε (${norm})`, align: 'right' },
  { title: 'n', align: 'right' },
  { title: 'clean %', align: 'right' },
  { title: 'robust %', align: 'right' },
  { title: '[95 %]', align: 'right' },
  { title: 'success %', align: 'right' },
  { title: 'median dist.', align: 'right' },
  { title: '8-bit %', align: 'right' },
  ...(counted ? [{ title: 'queries', align: 'right' } as const] : []),
  { title: '', align: 'left' },
];

function cells(report: Report, row: ResultRow, norm: Norm, trust: Trust, counted: boolean): string[] {
  return [
    row.attack === 'worst' ? '= worst' : row.attack,
    row.defense,
    modeOf(row),
    norm === 'linf' || row.epsilon === null ? describeEpsilon(row.epsilon) : formatEpsilon(row.epsilon),
    String(row.robust.n),
    percent(cleanRate(report, row.defense)),
    percent(row.robust),
    `[${points(row.robust.low)}, ${points(row.robust.high)}]`,
    percent(row.success),
    Number.isNaN(row.medianDistance) ? '–' : row.medianDistance.toPrecision(3),
    percent(row.survives),
    ...(counted ? [Number.isNaN(row.medianQueries) ? '–' : String(Math.round(row.medianQueries))] : []),
    marks[trust],
  ];
}

function modeOf({ attack, defense, adaptive }: ResultRow): string {
  if ((defense === 'none' && adaptive) || attack === 'worst') return '';
  return adaptive ? 'adaptive' : 'non-adaptive';
}

const marks: Record<Trust, string> = { 'do-not-quote': 'do not quote', bound: 'upper bound', pending: '', checked: '' };

const points = (share: number) => (100 * share).toFixed(1);
const percent = ({ value }: Rate) => (Number.isNaN(value) ? '–' : points(value));

/** `autoattack, none, ε = 0.1: apgd-ce 60, apgd-t 2, fab-t 0, square 0; 31 of 100 stand, 7 were wrong before` */
function creditLine({ cell, members, standing, n, wrong }: Credits): string {
  const { attack, defense, epsilon, adaptive } = cell;
  const name = [attack, defense, ...(adaptive ? [] : ['non-adaptive'])].join(', ');
  const parts = members.map((member) => `${member.attack} ${member.fooled}`).join(', ');
  return `${name}, ε = ${describeEpsilon(epsilon)}: ${parts}; ${standing} of ${n} stand, ${wrong} were wrong before`;
}

function legend(rows: readonly ResultRow[]): string {
  if (!rows.some((row) => row.attack === 'worst' && !isOnlyAttack(row, rows))) return '';
  return '= worst: an image counts as robust only if it withstood every attack on this defense at this ε.';
}

function provenance({ spec, setting, finished }: Report): string {
  const { seed } = parseSpec(spec);
  const repeat = `repeat    epsilon evaluate '${writeLink(spec)}'`;
  if (!setting) return repeat;
  const { model, dataset, backend, adapter, version } = setting;
  const seconds = finished ? `, ${finished.seconds.toFixed(1)} s` : '';
  return [
    `model     ${model.id}, sha256 ${model.sha256}`,
    `images    ${dataset.id}, sha256 ${dataset.sha256}`,
    `computed  ${backend} (${adapter}), seed ${seed}, version ${version}${seconds}`,
    repeat,
  ].join('\n');
}
