import { sgdStep } from '../tensor/optimizerStep.ts';
import { joined, joins, taken } from '../tensor/packing.ts';
import * as tf from '../tensor/tf.ts';
import type { Optimizer } from './optimizer.ts';

interface SgdSettings {
  /** μ: share of the last move that is made again. */
  readonly momentum: number;
  /** λ: pull of kernels towards zero. Biases and the scales of normalisation are left alone. */
  readonly weightDecay: number;
}

/**
 * Gradient descent with momentum and weight decay (Sutskever et al. 2013, sec. 2; the decay is part of the gradient, as
 * in Krizhevsky et al. 2012, sec. 5).
 *
 *     v ← μ v + g + λ x      x ← x − α v
 */
export function makeSgd(
  variables: readonly tf.Variable[],
  { momentum, weightDecay }: SgdSettings,
  memory: readonly tf.Tensor[] = variables.map(({ shape }) => tf.zeros(shape)),
): Optimizer {
  const shapes = variables.map(({ shape }) => shape);
  const decays = joins() && weightDecay > 0 ? joinedDecays(variables, weightDecay) : undefined;
  const pull = decays
    ? (x: tf.Tensor, g: tf.Tensor) => tf.add(g, tf.mul(decays, x))
    : plainPull(variables, weightDecay);
  let velocities = joined(memory);
  tf.dispose([...memory]);
  return {
    memory: () => velocities,
    update(gradients, learningRate) {
      const [from, along] = [joined(variables), joined(gradients)];
      const moved = from.map((x, i) => tf.tidy(() => sgdStep(pull(x, along[i]!, i), velocities[i]!, -momentum)));
      const there = from.map((x, i) => sgdStep(x, moved[i]!, learningRate));
      const values = taken(there, shapes);
      for (const [i, value] of values.entries()) variables[i]!.assign(value);
      tf.dispose([...from, ...along, ...there, ...values, ...velocities]);
      velocities = moved;
    },
    dispose: () => tf.dispose([...velocities, ...(decays ? [decays] : [])]),
  };
}

/** λ for every value of what `joined` makes of the variables. */
const joinedDecays = (variables: readonly tf.Variable[], weightDecay: number): tf.Tensor =>
  tf.tidy(() => joined(variables.map((x) => tf.fill(x.shape, decayOf(x, weightDecay))))[0]!);

const plainPull =
  (variables: readonly tf.Variable[], weightDecay: number) =>
  (x: tf.Tensor, gradient: tf.Tensor, i: number): tf.Tensor => {
    const decay = decayOf(variables[i]!, weightDecay);
    return decay > 0 ? sgdStep(gradient, x, -decay) : gradient;
  };

const decayOf = ({ rank }: tf.Variable, weightDecay: number): number => (rank > 1 ? weightDecay : 0);
