import { adamStep } from '../tensor/optimizerStep.ts';
import * as tf from '../tensor/tf.ts';

/** Adam's memory of one run: running means of the gradient and of its square, one pair per variable. */
export interface Adam {
  /** Both lists in the order of the variables; owned by this optimizer, replaced by every update. */
  moments(): { readonly first: readonly tf.Tensor[]; readonly second: readonly tf.Tensor[] };
  /** Moves each variable down its gradient. `t` counts updates from 1. Gradients are borrowed. */
  update(gradients: readonly tf.Tensor[], learningRate: number, t: number): void;
  dispose(): void;
}

const beta1 = 0.9;
const beta2 = 0.999;
const epsilon = 1e-7; // 1e-8 of the paper is lost beside a float32 near 1

/**
 * Adam (Kingma and Ba 2015, arXiv:1412.6980, sec. 2, in the efficient order of computation at its end).
 *
 *     m ← β₁ m + (1 − β₁) g      v ← β₂ v + (1 − β₂) g²      x ← x − α √(1 − β₂ᵗ)/(1 − β₁ᵗ) · m / (√v + ε)
 *
 * Not the optimizer of TensorFlow.js: that one cannot be stopped and continued without changing the last bits.
 * Takes over the moments, which begin at zero; the variables stay their owner's.
 */
export function makeAdam(variables: readonly tf.Variable[], moments?: ReturnType<Adam['moments']>): Adam {
  const zeros = () => variables.map(({ shape }) => tf.zeros(shape));
  let { first, second } = moments ?? { first: zeros(), second: zeros() };
  return {
    moments: () => ({ first, second }),
    update(gradients, learningRate, t) {
      const rate = (learningRate * Math.sqrt(1 - beta2 ** t)) / (1 - beta1 ** t);
      const next = variables.map((x, i) =>
        adamStep({ x, first: first[i]!, second: second[i]! }, gradients[i]!, { rate, beta1, beta2, epsilon }),
      );
      for (const [i, { x }] of next.entries()) {
        variables[i]!.assign(x);
        x.dispose();
      }
      tf.dispose([...first, ...second]);
      first = next.map((state) => state.first);
      second = next.map((state) => state.second);
    },
    dispose: () => tf.dispose([...first, ...second]),
  };
}
