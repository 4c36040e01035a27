import { adamStep } from '../tensor/optimizerStep.ts';
import { joined, taken } from '../tensor/packing.ts';
import * as tf from '../tensor/tf.ts';
import type { Optimizer } from './optimizer.ts';

const beta1 = 0.9;
const beta2 = 0.999;
const epsilon = 1e-7; // 1e-8 of the paper is lost beside a float32 near 1

/**
 * Adam (Kingma and Ba 2015, arXiv:1412.6980, sec. 2, in the efficient order of computation at its end).
 *
 *     m ← β₁ m + (1 − β₁) g      v ← β₂ v + (1 − β₂) g²      x ← x − α √(1 − β₂ᵗ)/(1 − β₁ᵗ) · m / (√v + ε)
 *
 * Not the optimizer of TensorFlow.js: that one cannot be stopped and continued without changing the last bits.
 * Its memory is all first moments, then all second ones.
 */
export function makeAdam(variables: readonly tf.Variable[], memory?: readonly tf.Tensor[]): Optimizer {
  const shapes = variables.map(({ shape }) => shape);
  const begin = (means: readonly tf.Tensor[] = shapes.map((shape) => tf.zeros(shape))) => {
    const all = joined(means);
    tf.dispose([...means]);
    return all;
  };
  let first = begin(memory?.slice(0, variables.length));
  let second = begin(memory?.slice(variables.length));
  return {
    memory: () => [...first, ...second],
    update(gradients, learningRate, t) {
      const rate = (learningRate * Math.sqrt(1 - beta2 ** t)) / (1 - beta1 ** t);
      const [from, along] = [joined(variables), joined(gradients)];
      const next = from.map((x, i) =>
        adamStep({ x, first: first[i]!, second: second[i]! }, along[i]!, { rate, beta1, beta2, epsilon }),
      );
      const there = next.map(({ x }) => x);
      const values = taken(there, shapes);
      for (const [i, value] of values.entries()) variables[i]!.assign(value);
      tf.dispose([...from, ...along, ...there, ...values, ...first, ...second]);
      first = next.map((state) => state.first);
      second = next.map((state) => state.second);
    },
    dispose: () => tf.dispose([...first, ...second]),
  };
}
