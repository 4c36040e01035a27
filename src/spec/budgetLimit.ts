import { modelCardOf } from '../classifiers/catalog.ts';
import { looksLikeLevels, parseEpsilon } from '../core/epsilon.ts';
import { type Problem, problem } from '../core/problems.ts';
import { boxReach, type Norm } from '../core/threat.ts';
import type { DatasetCard } from '../datasets/card.ts';
import { datasetCards } from '../datasets/catalog.ts';

/** What decides how far two images of an experiment can lie apart. */
export interface Around {
  readonly model: string;
  readonly data: string;
  readonly norm: Norm;
}

/**
 * The farthest that two images of the experiment can lie apart; a larger budget is a slip of the pen. Of images of the
 * user only the engine knows the size, and looks again.
 */
export function largestEpsilon({ model, data, norm }: Around): number {
  const shape = datasets[data]?.shape ?? modelCardOf(model)?.inputShape ?? largestImage;
  return boxReach(norm, pixelsIn(shape));
}

export const pixelsIn = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** What is wrong with a budget where nothing may be larger than `largest`. */
export function budgetProblem(text: string, largest: number): Problem | undefined {
  const value = parseEpsilon(text);
  if (value !== undefined && value >= 0 && value <= largest) return undefined;
  const levels = value !== undefined && looksLikeLevels(value, largest) && !text.includes('/');
  return problem('eps', levels ? 'levels' : 'budget', { largest: shortly(largest), got: text.trim() });
}

/** Rounded down, so that what is written is allowed. */
export const shortly = (largest: number): number => Math.floor(100 * largest) / 100;

const datasets: Readonly<Record<string, DatasetCard | undefined>> = datasetCards;
const largestImage = [1024, 1024, 3];
