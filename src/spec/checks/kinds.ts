import type { AttackCard } from '../../attacks/card.ts';
import { type AttackChoice, type AttackId, attackCards, costOf, membersOf } from '../../attacks/catalog.ts';
import type { Norm } from '../../core/threat.ts';
import type { Spec } from '../spec.ts';

const cardOf = (id: AttackId): AttackCard => attackCards[id];

/** Blind chance: attacks that others are measured against, and that show nothing by failing. */
const baselines: ReadonlySet<string> = new Set(['noise', 'saltpepper']);

export const seesInside = (id: AttackId): boolean => cardOf(id).access === 'gradient';
/** Attacks with limits of their own say nothing about the ball, so they stand for none of those that do. */
export const isBlackBox = (id: AttackId): boolean =>
  !seesInside(id) && !baselines.has(id) && cardOf(id).budget !== 'own';
export const accessOf = (id: AttackId): AttackCard['access'] => cardOf(id).access;

/** Follows the gradient of each image inside the ε-ball, in one step or many. */
export const followsGradient = ({ id }: AttackChoice): boolean =>
  seesInside(id) && cardOf(id).budget === 'ball' && !cardOf(id).preparation;

/** Follows the gradient inside the ε-ball in more than one step. */
export const isIterative = (choice: AttackChoice): boolean => followsGradient(choice) && stepsOf(choice) > 1;

export const stepsOf = ({ params }: AttackChoice): number => (params as { readonly steps?: number }).steps ?? 1; // attacks without the setting take one step

/** Takes many steps itself, or has a member that does. */
export const takesManySteps = (choice: AttackChoice, norm: Norm): boolean =>
  singleAttacks({ attacks: [choice], norm }).some(isIterative);

/** Begins at a random point that another seed moves. */
export const startsAtRandom = ({ params }: AttackChoice): boolean => {
  const { randomStart, restarts } = params as { readonly randomStart?: boolean; readonly restarts?: number };
  return randomStart ?? restarts !== undefined;
};

/**
 * The gradient attack within a budget that spends most: the one whose work is checked on a sample. A cascade is judged by
 * the first of its members that takes many steps, which meets every image.
 */
export function strongest(spec: Spec): AttackChoice | undefined {
  const effort = (choice: AttackChoice) => costOf(choice, 10).gradients;
  return spec.attacks
    .flatMap((choice) => membersOf(choice, spec.norm).find(isIterative) ?? choice)
    .filter(followsGradient)
    .reduce<AttackChoice | undefined>((best, next) => (best && effort(best) >= effort(next) ? best : next), undefined);
}

/** The attacks of a run, each cascade replaced by what it is made of. */
export const singleAttacks = ({ attacks, norm }: Pick<Spec, 'attacks' | 'norm'>): readonly AttackChoice[] =>
  attacks.flatMap((choice): readonly AttackChoice[] => {
    const members = membersOf(choice, norm);
    return members.length > 0 ? members : [choice];
  });
