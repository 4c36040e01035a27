import type { Images } from './norms.ts';
import * as tf from './tf.ts';

const perImage = [1, 2, 3];
const halvings = 24; // of an interval of length 1: what is left is below the resolution of float32
const faint = 1e-30; // keeps g/max|g| finite where g is zero; far below any gradient

/**
 * The direction of length 1 in l1 that goes along the signs of the `count` (a number, or `[n, 1, 1, 1]`) largest slopes of
 * each image, all alike; more where several are equal, fewer where the others are zero. The threshold is found by
 * bisection, which needs no sorting and runs on every backend. Borrowed in, owned out.
 */
export function sparseSign(g: Images, count: number | tf.Tensor): Images {
  return tf.tidy(() => {
    const size = tf.abs(tf.div(g, tf.add(tf.max(tf.abs(g), perImage, true), faint)));
    const chosen = above(size, thresholdOf(size, count));
    const signs = tf.mul(tf.sub(tf.step(g), tf.step(tf.neg(g))), chosen);
    return tf.div(signs, tf.maximum(tf.sum(chosen, perImage, true), 1));
  });
}

const above = (size: tf.Tensor, threshold: tf.Tensor) => tf.step(tf.sub(size, threshold));

/** The largest threshold that leaves at least `count` above it. */
function thresholdOf(size: tf.Tensor, count: number | tf.Tensor): tf.Tensor {
  let low: tf.Tensor = tf.zerosLike(tf.max(size, perImage, true));
  let width = 1;
  for (let i = 0; i < halvings; i++) {
    width /= 2;
    const middle = tf.add(low, width);
    const few = tf.step(tf.sub(count, tf.sum(above(size, middle), perImage, true)));
    low = tf.add(low, tf.mul(width, tf.sub(1, few)));
  }
  return low;
}
