import { attackStep } from '../tensor/attackStep.ts';
import { sparseSign } from '../tensor/largestCoordinates.ts';
import { balls, confine, type Images } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';
import type { AttackInput } from './attack.ts';

/** Where a step starts and what it follows. */
interface StepFrom {
  readonly at: { readonly x: Images };
  readonly input: Pick<AttackInput<unknown>, 'x0' | 'threat'>;
  readonly gradient: Images;
}

const share = 0.01; // of the pixels that can still move: the 99th percentile of the paper's experiments

/**
 * The next iterate: a step of `stepSize`·ε along the steepest direction, back into the ball and the box. Owned by the caller.
 *
 * In l1 the steepest direction is a single pixel, which soon is black or white. The step goes along the signs of the
 * largest slopes among the pixels that can still move instead (SLIDE; Tramèr and Boneh 2019, arXiv:1904.13000, sec. 4).
 */
export function projectedStep({ at: { x }, input: { x0, threat }, gradient }: StepFrom, stepSize: number): Images {
  const { norm, epsilon } = threat;
  const stride = stepSize * epsilon;
  if (norm !== 'l1') return attackStep({ norm, x, gradient, x0, stride, epsilon });
  const count = Math.max(1, Math.round(share * (x.size / x.shape[0])));
  return tf.tidy(() =>
    confine(balls.l1, tf.add(x, tf.mul(stride, sparseSign(withoutWalls(x, gradient), count))), x0, epsilon),
  );
}

/** The gradient without the pixels that are black or white already and would have to go on. */
function withoutWalls(x: Images, gradient: Images): Images {
  const room = tf.add(tf.mul(tf.step(gradient), tf.step(tf.sub(1, x))), tf.mul(tf.step(tf.neg(gradient)), tf.step(x)));
  return tf.mul(gradient, room);
}
