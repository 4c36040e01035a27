import type { Norm } from '../../core/threat.ts';
import type { LabStore } from '../../store/labStore.ts';
import { largestBudget, specimenReading } from '../../store/specimen.ts';

const levels = { linf: 255, l2: 20, l1: 2 }; // steps of the slider per unit of length

/** Budget at a step of the slider as a link writes it: `38/255`, `1.5`. */
export const budgetAtStep = (norm: Norm, step: number): string =>
  norm === 'linf' ? `${step}/255` : String(step / levels[norm]);

export const stepOfBudget = (norm: Norm, epsilon: number): number => Math.round(epsilon * levels[norm]);

export const lastStep = (model: string, norm: Norm): number => stepOfBudget(norm, largestBudget(model, norm));

/** Moves the budget of the Inspect page one step of its slider up or down. */
export function stepBudget(store: LabStore, by: 1 | -1): void {
  const reading = specimenReading(store.getState());
  if (reading.kind === 'invalid') return;
  const { model, norm, epsilons } = reading.spec;
  const next = stepOfBudget(norm, epsilons[0]!) + by; // an experiment has at least one budget
  if (next >= 1 && next <= lastStep(model, norm)) store.getState().editSpecimen('eps', budgetAtStep(norm, next));
}
