import { chainName } from '../defenses/catalog.ts';
import { planCells } from './cells.ts';
import type { Severity } from './checks/card.ts';
import { type CheckCode, checkCards } from './checks/catalog.ts';
import type { CheckResult } from './checks/check.ts';
import { checkReport } from './checks/checkReport.ts';
import type { Warning } from './events.ts';
import { noticeSeverity } from './noticeSeverity.ts';
import type { Report } from './report.ts';
import { parseSpec, type Spec } from './spec.ts';
import { type ResultRow, resultRows } from './summary.ts';

/** Doubts about the numbers: what the engine met while it ran, the checks that were raised, and what a number stands for. */
export function trustWarnings(report: Report, checked: readonly CheckResult[] = checkReport(report)): Warning[] {
  const spec = parseSpec(report.spec);
  return [
    ...report.warnings,
    ...checked.flatMap(raisedWarning),
    ...nonAdaptive(report, spec),
    ...targetIsLabel(report, spec),
    ...stoppedEarly(report, spec),
  ];
}

/** How far the numbers of a row may be quoted, by the most severe warning that applies to it. */
export type Trust = 'do-not-quote' | 'bound' | 'pending' | 'checked';

/** How grave a warning is; the cards of the checks say so themselves. */
export const severityOf = (code: string): Severity =>
  Object.hasOwn(checkCards, code) ? checkCards[code as CheckCode].severity : noticeSeverity(code);

/** Mark of one row under the warnings of its report. The worst case takes the marks of the whole defense, not of one attack. */
export function trustOf(
  row: Pick<ResultRow, 'attack' | 'defense' | 'adaptive' | 'epsilon'>,
  warnings: readonly Pick<Warning, 'code' | 'cells'>[],
): Trust {
  const marks = warnings.filter((warning) => applies(warning, row)).map(({ code }) => severityOf(code));
  return (['do-not-quote', 'bound'] as const).find((mark) => marks.includes(mark)) ?? 'checked';
}

function applies(
  { cells }: Pick<Warning, 'cells'>,
  row: Pick<ResultRow, 'attack' | 'defense' | 'adaptive' | 'epsilon'>,
): boolean {
  // A weak attack cannot make the minimum over all attacks wrong.
  if (row.attack === 'worst' && cells.attack !== undefined) return false;
  return Object.entries(cells).every(([key, value]) => row[key as keyof typeof row] === value);
}

function raisedWarning({ code, outcome, cells, values, message }: CheckResult): Warning[] {
  return outcome === 'raised' ? [{ code, cells, values, message }] : [];
}

/** Lines of an attacker who does not know the defense, beside those of one who does. */
function nonAdaptive(report: Report, spec: Spec): Warning[] {
  if (spec.adaptive !== 'both') return [];
  const blind = resultRows(report).filter(({ attack, adaptive }) => attack !== 'worst' && !adaptive);
  return [...new Set(blind.map((row) => row.defense))].map((defense) => ({
    code: 'non-adaptive' as const,
    cells: { defense, adaptive: false },
    values: { defense },
    message: `${defense}: attacked without knowledge of the ${defense === 'none' ? 'detector' : 'defense'}; an attacker who knows it does better.`,
  }));
}

/** Images that carry the target class already cannot be attacked. */
function targetIsLabel(report: Report, spec: Spec): Warning[] {
  const defense = planCells(spec)[0]?.defense ?? 'none'; // every defense sees the same images
  const blocks = report.clean[defense] ?? [];
  const n = blocks.reduce((sum, { labels }) => sum + labels.length, 0);
  const count = blocks.reduce((sum, { labels, targets }) => sum + labels.filter((l, i) => l === targets[i]).length, 0);
  if (count === 0) return [];
  const message = `${count} of ${n} images already carry the target class; they are left out of the success rates.`;
  return [{ code: 'target-is-label', cells: {}, values: { count, n }, message }];
}

function stoppedEarly(report: Report, spec: Spec): Warning[] {
  if (report.finished?.complete !== false) return [];
  const defenses = spec.defenses.map(chainName).join(', ');
  const message = `Stopped before the end: every number stands for the images it names (defenses: ${defenses}).`;
  return [{ code: 'stopped-early', cells: {}, values: {}, message }];
}
