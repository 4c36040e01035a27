import { sgdStep } from '../tensor/optimizerStep.ts';
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
  let velocities = [...memory];
  const next = (x: tf.Variable, velocity: tf.Tensor, gradient: tf.Tensor) =>
    tf.tidy(() => {
      const pulled = x.rank > 1 && weightDecay > 0 ? sgdStep(gradient, x, -weightDecay) : gradient;
      return sgdStep(pulled, velocity, -momentum);
    });
  return {
    memory: () => velocities,
    update(gradients, learningRate) {
      const moved = variables.map((x, i) => next(x, velocities[i]!, gradients[i]!));
      tf.dispose(velocities);
      velocities = moved;
      for (const [i, x] of variables.entries()) {
        const at = sgdStep(x, velocities[i]!, learningRate);
        x.assign(at);
        at.dispose();
      }
    },
    dispose: () => tf.dispose(velocities),
  };
}
