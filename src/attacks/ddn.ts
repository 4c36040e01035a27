import { gainOf } from '../tensor/gradient.ts';
import { balls } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';
import { annealed, approach, farthest } from './approach.ts';
import type { Attack } from './attack.ts';

const firstStep = 1;
const lastStep = 0.01;
const tiny = 1e-12; // keeps δ/‖δ‖ finite at the clean image

/**
 * Decoupled direction and norm (Rony et al. 2019, arXiv:1811.09600, alg. 1). The direction follows the gradient, the length
 * only whether the last image was adversarial:
 *
 *     δ ← δ + α·g/‖g‖₂,   ε ← ε·(1 ∓ γ),   x ← clip(x₀ + ε·δ/‖δ‖₂)
 *
 * with α falling from 1 to 0.01 along a cosine. Differs from the paper: images are not rounded to 8 bits on the way; what
 * outlives rounding is counted for every attack alike.
 */
export const ddn: Attack<'ddn'> = async (input) => {
  const { x0, objective, params } = input;
  const { length, steepest } = balls.l2;
  const most = farthest('l2', x0);
  try {
    return await approach({
      input,
      gain: gainOf(params.loss, objective),
      radius: tf.fill([x0.shape[0], 1, 1, 1], params.radius),
      step: ({ x, gradient, hit, radius: former }, i) => {
        const stride = annealed(firstStep, lastStep, i / params.steps);
        const delta = tf.add(tf.sub(x, x0), tf.mul(stride, steepest(gradient)));
        const factor = tf.sub(1 + params.gamma, tf.mul(2 * params.gamma, hit));
        const radius = tf.minimum(tf.mul(former, factor), most);
        const scale = tf.div(radius, tf.maximum(length(delta as typeof x), tiny));
        return { x: tf.clipByValue(tf.add(x0, tf.mul(delta, scale)), 0, 1), radius: radius as typeof former };
      },
    });
  } finally {
    most.dispose();
  }
};
