import type { Norm } from '../core/threat.ts';
import type { Images } from './norms.ts';
import * as tf from './tf.ts';

/** One number per image, `[n, 1, 1, 1]`. */
type PerImage = tf.Tensor;

/** How far each pixel may go towards the hyperplane, and what a step of it is worth. */
interface Slopes {
  /** |wᵢ| over the largest of the image. */
  readonly size: tf.Tensor;
  /** Way to the wall of the box. */
  readonly room: tf.Tensor;
  /** What the whole way is worth, |wᵢ|·rᵢ. */
  readonly worth: tf.Tensor;
  /** What has to be reached, no more than the sum of `worth`. */
  readonly wanted: PerImage;
}

const perImage = [1, 2, 3];
const faint = 1e-30; // keeps w/max|w| finite where w is zero; far below any gradient
const tiny = 1e-12; // keeps a quotient finite where no pixel can move

/**
 * Shortest change of `x` (in `norm`) that moves ⟨w, x⟩ by `rise` and stays in the pixel box: the projection onto a
 * hyperplane within the box (Croce and Hein 2020, arXiv:1907.02044, sec. 2.2). Where the box ends earlier, it goes to the
 * corner that comes closest; where `w` is zero it stays. All borrowed; the result is owned.
 *
 * Minima and comparisons of two tensors are written with relu and step: on WebAssembly those are a hundred times faster.
 */
export function toHyperplane(norm: Norm, x: Images, w: Images, rise: PerImage): Images {
  return tf.tidy(() => {
    const scale = tf.add(tf.max(tf.abs(w), perImage, true), faint);
    const upward = tf.div(tf.mul(w, tf.sub(tf.mul(tf.step(rise), 2), 1)), scale);
    const size = tf.abs(upward);
    const room = tf.abs(tf.sub(tf.step(upward), x)); // 1 − x for a pixel that rises, x for one that falls
    const worth = tf.mul(size, room);
    const wanted = tf.minimum(tf.div(tf.abs(rise), scale), tf.sum(worth, perImage, true));
    const way = ways[norm]({ size, room, worth, wanted });
    return tf.mul(tf.sub(tf.step(upward), tf.step(tf.neg(upward))), way) as Images;
  });
}

/** Length of each pixel's way: min(λ, rᵢ) in linf, min(λ·|wᵢ|, rᵢ) in l2; in l1 the steepest pixels go to the wall. */
const ways: Record<Norm, (slopes: Slopes) => tf.Tensor> = {
  linf: (slopes) => level(slopes, (size) => tf.onesLike(size)),
  l2: (slopes) => level(slopes, (size) => size),
  l1: steepestFirst,
};

const rounds = 6; // Newton's method on digits is exact to float32 after 3 in linf and 5 in l2

/**
 * min(λ·pᵢ, rᵢ) with the λ at which Σ |wᵢ|·min(λ·pᵢ, rᵢ) is as wanted. The sum is concave and piecewise linear in λ, so
 * Newton's method from 0 climbs to the root, never past it, and needs no sorting.
 */
function level({ size, room, worth, wanted }: Slopes, paceOf: (size: tf.Tensor) => tf.Tensor): tf.Tensor {
  const pace = paceOf(size);
  const gain = tf.mul(size, pace);
  const wall = tf.div(room, tf.add(pace, tiny)); // the λ at which a pixel arrives
  const all = tf.sum(worth, perImage, true);
  let lambda: tf.Tensor = tf.zerosLike(wanted);
  for (let i = 0; i < rounds; i++) {
    const free = tf.step(tf.sub(wall, lambda));
    const slope = tf.sum(tf.mul(gain, free), perImage, true);
    const arrived = tf.sub(all, tf.sum(tf.mul(worth, free), perImage, true));
    const missing = tf.relu(tf.sub(wanted, tf.add(arrived, tf.mul(lambda, slope))));
    lambda = tf.add(lambda, tf.div(missing, tf.add(slope, tiny)));
  }
  return tf.sub(room, tf.relu(tf.sub(room, tf.mul(pace, lambda))));
}

const halvings = 24; // of an interval of length 1: what is left is below the resolution of float32

/** Pixels above a threshold go all the way; those at the threshold share what is missing. */
function steepestFirst({ size, room, worth, wanted }: Slopes): tf.Tensor {
  const above = (threshold: tf.Tensor) => tf.step(tf.sub(size, threshold));
  const worthOf = (chosen: tf.Tensor) => tf.sum(tf.mul(worth, chosen), perImage, true);
  let [low, high]: [tf.Tensor, tf.Tensor] = [tf.zerosLike(wanted), tf.onesLike(wanted)];
  for (let i = 0; i < halvings; i++) {
    const middle = tf.mul(tf.add(low, high), 0.5);
    const tooMuch = tf.step(tf.sub(worthOf(above(middle)), wanted));
    low = tf.add(low, tf.mul(tooMuch, tf.sub(middle, low)));
    high = tf.sub(high, tf.mul(tf.sub(1, tooMuch), tf.sub(high, middle)));
  }
  const full = above(high);
  const edge = tf.sub(above(low), full);
  const share = tf.div(tf.sub(wanted, worthOf(full)), tf.add(worthOf(edge), tiny));
  return tf.mul(room, tf.add(full, tf.mul(edge, tf.minimum(share, 1))));
}
