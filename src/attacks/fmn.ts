import { gainOf } from '../tensor/gradient.ts';
import { balls, dualOf } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';
import { annealed, approach, farthest, type PerImage, type Stance } from './approach.ts';
import type { Attack } from './attack.ts';

const lastGamma = 0.001;
const lastShare = 0.01; // of the first step
const tiny = 1e-12; // keeps a distance finite where the gradient is zero

/**
 * Fast minimum norm (Pintor et al. 2021, arXiv:2102.12827, alg. 1). Climbs the margin g in the ball of radius ε, which
 *
 *     shrinks to min(ε·(1 − γ), ‖δ*‖)           while x is adversarial (δ* the shortest perturbation so far),
 *     grows to ε·(1 + γ)                        while it is not but was before,
 *     reaches for the boundary, ‖δ‖ + |g|/‖∇g‖_q while it never was (q dual to the norm).
 *
 * Steps are normalised in l2 for every norm; their length and γ fall along a cosine.
 * Differs from the paper: while x never was adversarial, the ball grows to ε·(1 + γ) at least. The box cuts off part of
 * each step, so that reaching for the boundary alone comes ever closer to it and does not cross it.
 */
export const fmn: Attack<'fmn'> = async (input) => {
  const { x0, objective, threat, params } = input;
  const ball = balls[threat.norm];
  const most = farthest(threat.norm, x0);
  try {
    return await approach({
      input,
      gain: gainOf('margin', objective),
      radius: tf.zeros([x0.shape[0], 1, 1, 1]),
      step: (at, i) => {
        const progress = i / params.steps;
        const gamma = annealed(params.gamma, Math.min(lastGamma, params.gamma), progress);
        const stride = annealed(params.stepSize, lastShare * params.stepSize, progress);
        const way = tf.add(
          ball.length(tf.sub(at.x, x0)),
          tf.div(tf.abs(at.gain), tf.add(balls[dualOf[threat.norm]].length(at.gradient), tiny)),
        ) as PerImage;
        const radius = tf.minimum(nextRadius(at, way, gamma), most) as PerImage;
        const delta = tf.add(tf.sub(at.x, x0), tf.mul(stride, balls.l2.steepest(at.gradient))) as typeof x0;
        return { x: tf.clipByValue(tf.add(x0, ball.project(delta, radius)), 0, 1), radius };
      },
    });
  } finally {
    most.dispose();
  }
};

/** Each case times the 0 or 1 that says whether it holds. */
function nextRadius({ hit, ever, nearest, radius }: Stance, way: PerImage, gamma: number): tf.Tensor {
  const missed = tf.sub(1, hit);
  const shrunk = tf.minimum(tf.mul(radius, 1 - gamma), nearest);
  const grown = tf.mul(radius, 1 + gamma);
  return tf.addN([
    tf.mul(shrunk, hit),
    tf.mul(grown, tf.mul(missed, ever)),
    tf.mul(tf.maximum(way, grown), tf.mul(missed, tf.sub(1, ever))),
  ]);
}
