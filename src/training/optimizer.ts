import { unreachable } from '../core/errors.ts';
import type * as tf from '../tensor/tf.ts';
import { makeAdam } from './adam.ts';
import type { Recipe } from './recipe.ts';
import { makeSgd } from './sgd.ts';

/** What moves variables down their gradients, and what it remembers between updates. */
export interface Optimizer {
  /** What it remembers, in the order of the variables, kind after kind; owned by it, replaced by every update. */
  memory(): readonly tf.Tensor[];
  /** Moves each variable down its gradient. `t` counts updates from 1. Gradients are borrowed. */
  update(gradients: readonly tf.Tensor[], learningRate: number, t: number): void;
  dispose(): void;
}

/** Takes over `memory`, which begins at zero; the variables stay their owner's. */
export function makeOptimizer(
  recipe: Recipe['optimizer'],
  variables: readonly tf.Variable[],
  memory?: readonly tf.Tensor[],
): Optimizer {
  switch (recipe.kind) {
    case 'adam':
      return makeAdam(variables, memory);
    case 'sgd':
      return makeSgd(variables, recipe, memory);
    default:
      return unreachable(recipe);
  }
}
