import { type AttackId, attackCards } from '../../attacks/catalog.ts';
import { describeEpsilon } from '../../core/epsilon.ts';
import type { Cell } from '../cells.ts';
import type { Evidence } from '../events.ts';
import type { Report } from '../report.ts';
import type { Spec } from '../spec.ts';
import type { ResultRow } from '../summary.ts';
import type { CheckCode, Reason } from './catalog.ts';

/** Fills the placeholders of a card's text. */
export type Values = Readonly<Record<string, string | number>>;

/** One line of the results that is a cell, not a worst case. */
export type CellRow = ResultRow & { readonly attack: AttackId };

/** What a check has to go by. */
export interface Case {
  readonly report: Report;
  readonly spec: Spec;
  readonly rows: readonly CellRow[];
  /** What the engine measured for this check. */
  readonly evidence: readonly Evidence[];
}

/** One thing a check found. `value` is the measured number its card's rule speaks of. */
export type Finding =
  | { readonly outcome: 'passed'; readonly value: number; readonly values: Values }
  | { readonly outcome: 'raised'; readonly value: number; readonly values: Values; readonly cells: Partial<Cell> }
  | { readonly outcome: 'not-applicable'; readonly reason: Reason };

/** Judges a run: a finding for each thing that is wrong, else exactly one finding. */
export type Check = (about: Case) => readonly [Finding, ...Finding[]];

export type Outcome = Finding['outcome'] | 'pending';

/** A finding as it is shown and saved. `message` is English; `values` fill the translated sentence. */
export interface CheckResult {
  readonly code: CheckCode;
  readonly outcome: Outcome;
  readonly value: number | null;
  /** The results it speaks of: those that match every key given; an empty object means the whole run. */
  readonly cells: Partial<Cell>;
  readonly values: Values;
  readonly reason: Reason | undefined;
  readonly message: string;
}

type Raised = Extract<Finding, { outcome: 'raised' }>;

export const passed = (value: number, values: Values = {}): [Finding] => [{ outcome: 'passed', value, values }];
export const notApplicable = (reason: Reason): [Finding] => [{ outcome: 'not-applicable', reason }];
export const raised = (cells: Partial<Cell>, value: number, values: Values = {}): Raised => ({
  outcome: 'raised',
  cells,
  value,
  values,
});

/** Everything that is wrong, or the one finding that nothing is. */
export function raisedOr(problems: readonly Finding[], otherwise: [Finding]): [Finding, ...Finding[]] {
  const [first, ...rest] = problems;
  return first ? [first, ...rest] : otherwise;
}

/** A share as points with one decimal. */
export const inPoints = (share: number): number => Number((100 * share).toFixed(1));

export const cellOf = ({ attack, defense, adaptive, epsilon }: CellRow): Cell => ({
  attack,
  defense,
  adaptive,
  epsilon,
});

/** A cell in words, for the placeholders. */
export const nameCell = ({ attack, defense, epsilon }: Pick<Cell, 'attack' | 'defense' | 'epsilon'>) => ({
  attack: attackCards[attack].title,
  defense,
  epsilon: epsilon === null ? '∞' : describeEpsilon(epsilon), // an attack that takes what it needs
});

/** What evidence from the sample speaks of. It is measured with the strongest attack, so a doubt hits every attack. */
export function measuredOn({ cells: { attack, defense, epsilon } }: Evidence) {
  const names = nameCell({ attack: attack!, defense: defense!, epsilon: epsilon! }); // the sample is measured on one cell
  return { cells: { defense: defense!, adaptive: true }, names };
}
