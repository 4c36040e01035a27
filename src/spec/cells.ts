import type { Budget } from '../attacks/card.ts';
import { type AttackChoice, type AttackId, attackCards } from '../attacks/catalog.ts';
import { chainName } from '../defenses/catalog.ts';
import type { Spec } from './spec.ts';

/** One number of the grid: one attack against one defense at one budget, or without one. */
export interface Cell {
  readonly attack: AttackId;
  /** `none`, `bits`, `bits+median`, … */
  readonly defense: string;
  /** The attack knows the defense and the detectors; false when it only sees the bare model. True where there is nothing to know. */
  readonly adaptive: boolean;
  /** Pixel units; null where the attack does not work within a ball: it seeks the nearest image, or has limits of its own. */
  readonly epsilon: number | null;
}

export const cellKey = ({ attack, defense, adaptive, epsilon }: Cell): string =>
  [attack, defense, adaptive ? 'adaptive' : 'non-adaptive', epsilon].join('|');

/** How often a cell is attacked at most: an attacker who knows the detectors also tries as if there were none. */
export const attemptsOf = ({ detectors }: Spec, { adaptive }: Cell): number =>
  adaptive && detectors.length > 0 ? 2 : 1;

export const budgetOf = (attack: AttackId): Budget => attackCards[attack].budget;

/**
 * Every cell that is computed: budgets outermost, so that a curve grows from left to right. Attacks that do not work
 * within a ball come last, once for all budgets.
 */
export function planCells(spec: Spec): Cell[] {
  const within = spec.epsilons.flatMap((epsilon) => cellsAt(spec, epsilon, ({ id }) => budgetOf(id) === 'ball'));
  return [...within, ...cellsAt(spec, null, ({ id }) => budgetOf(id) !== 'ball')];
}

/**
 * Every cell there is a number for. A minimum-norm attack has one for each budget besides its own: an image withstands ε
 * if the nearest adversarial image found is farther away.
 */
export function shownCells(spec: Spec): Cell[] {
  const within = spec.epsilons.flatMap((epsilon) => cellsAt(spec, epsilon, ({ id }) => budgetOf(id) !== 'own'));
  return [...within, ...cellsAt(spec, null, ({ id }) => budgetOf(id) !== 'ball')];
}

/** The computed cell that `cell` is read from; itself, but for a minimum-norm attack at a budget. */
export const sourceOf = (cell: Cell): Cell =>
  budgetOf(cell.attack) === 'minimal' && cell.epsilon !== null ? { ...cell, epsilon: null } : cell;

function cellsAt(spec: Spec, epsilon: number | null, wanted: (attack: AttackChoice) => boolean): Cell[] {
  return spec.defenses.flatMap((chain) => {
    const defense = chainName(chain);
    return modesOf(spec, defense).flatMap((adaptive) =>
      spec.attacks.filter(wanted).map(({ id }) => ({ attack: id, defense, adaptive, epsilon })),
    );
  });
}

function modesOf({ adaptive, detectors }: Spec, defense: string): readonly boolean[] {
  if (defense === 'none' && detectors.length === 0) return [true]; // the gradient of the bare model is exact: nothing to adapt to
  return adaptive === 'both' ? [true, false] : [adaptive === 'yes'];
}
