import type { Norm } from '../core/threat.ts';

type Budgets = Readonly<Record<Norm, readonly number[]>>;

/** Budgets that tell models apart, by what is on the images: digits of few strokes bear far more than pictures in colour. */
export const digitBudgets = {
  linf: [0.05, 0.1, 0.15, 0.2, 0.3],
  l2: [0.5, 1, 1.5, 2, 3],
  l1: [2, 5, 10, 20, 40],
} as const satisfies Budgets;

export const colourBudgets = {
  linf: [1 / 255, 2 / 255, 4 / 255, 8 / 255, 16 / 255],
  l2: [0.1, 0.25, 0.5, 1, 2],
  l1: [1, 3, 6, 12, 24],
} as const satisfies Budgets;
