import type { Cell } from '../cells.ts';
import type { Report } from '../report.ts';
import { type Outcome, outcomes } from '../summary.ts';
import type { AttackFinding, Finding } from './findings.ts';

/** Images that show best what went wrong, and the attack whose pictures they are. */
export interface WorstImages {
  readonly cell: Cell;
  readonly outcomes: readonly Outcome[];
}

/**
 * The images of a report that were right before, and are wrong under the smallest ε that fools as many as are wanted, the
 * surest wrong answers first. Attacks on the defended model that knew it; of equal budgets the attack that fools most.
 */
export function worstImages(
  report: Report,
  source: number,
  findings: readonly Finding[],
  wanted: number,
): WorstImages | undefined {
  const rows = findings.filter(
    (found): found is AttackFinding =>
      found.kind === 'attack' && found.source === source && found.row.attack !== 'worst' && found.epsilon !== null,
  );
  const ranked = [...rows].sort((a, b) => a.epsilon! - b.epsilon! || b.row.success.count - a.row.success.count);
  const chosen =
    ranked.find(({ row }) => row.success.count >= wanted) ?? ranked.filter(({ row }) => row.success.count > 0).at(-1);
  if (!chosen) return undefined;
  const { attack, defense, adaptive, epsilon } = chosen.row;
  if (attack === 'worst') return undefined; // taken out above
  const cell = { attack, defense, adaptive, epsilon };
  const fooled = outcomes(report, cell).filter(({ clean, label, success }) => clean === label && success);
  const surest = fooled.sort((a, b) => b.adversarialConfidence - a.adversarialConfidence || a.image - b.image);
  return { cell, outcomes: surest.slice(0, wanted) };
}
