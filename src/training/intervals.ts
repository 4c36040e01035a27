import { LabError, unreachable } from '../core/errors.ts';
import type { Images, Labels, Logits } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';
import { certainly } from './losses.ts';
import type { LayerRecipe } from './recipe.ts';

/** Everything between `centre` − `radius` and `centre` + `radius`; the radius is nowhere negative. */
interface Interval {
  readonly centre: tf.Tensor;
  readonly radius: tf.Tensor;
}

/** All images within `epsilon` in linf and in the pixel box. Call inside `tf.tidy`, as everything here. */
export function imageIntervals(x: Images, epsilon: number): Interval {
  return between(tf.clipByValue(tf.sub(x, epsilon), 0, 1), tf.clipByValue(tf.add(x, epsilon), 0, 1));
}

/**
 * Lower bounds on z_y − z_i over the interval `x`, `[n, k]`, 0 for i = y: an image is certified where all others are
 * positive. `weights` are kernel and bias of each layer that has them, in order; the bounds can be differentiated by them.
 *
 * Interval arithmetic (Gowal et al. 2018, arXiv:1810.12715, sec. 3): W(c ± r) + b ⊂ Wc + b ± |W|r, and both ends through
 * what is monotone. The last layer is taken together with the difference of its scores, which is tighter.
 */
export function leastLeads(
  architecture: readonly LayerRecipe[],
  weights: readonly tf.Tensor[],
  x: Interval,
  labels: Labels,
): Logits {
  let at = x;
  let next = 0;
  for (const layer of architecture.slice(0, -1)) {
    const count = weightCount(layer);
    at = through(layer, weights.slice(next, next + count), at);
    next += count;
  }
  const [kernel, bias] = weights.slice(next);
  return leads(at, kernel as tf.Tensor2D, bias!, labels); // a recipe ends in a dense layer
}

const weightCount = ({ kind }: LayerRecipe) => (kind === 'conv2d' || kind === 'dense' ? 2 : 0);

function through(layer: LayerRecipe, [kernel, bias]: readonly tf.Tensor[], x: Interval): Interval {
  switch (layer.kind) {
    case 'conv2d': {
      const { strides, padding, activation } = layer;
      const convolve = (v: tf.Tensor, w: tf.Tensor) => tf.conv2d(v as tf.Tensor4D, w as tf.Tensor4D, strides, padding);
      return activated(activation, affine(convolve, kernel!, bias!, x));
    }
    case 'dense': {
      const multiply = (v: tf.Tensor, w: tf.Tensor) => tf.matMul(v as tf.Tensor2D, w as tf.Tensor2D);
      return activated(layer.activation, affine(multiply, kernel!, bias!, x));
    }
    case 'maxPool': {
      const { size } = layer;
      return ends(x, (v) => tf.maxPool(v as tf.Tensor4D, size, size, 'valid'));
    }
    case 'globalAveragePool':
      return { centre: tf.mean(x.centre, [1, 2]), radius: tf.mean(x.radius, [1, 2]) };
    case 'flatten':
      return { centre: flat(x.centre), radius: flat(x.radius) };
    case 'residual':
      throw new LabError('contract', 'interval bounds of a residual block'); // a recipe with both is refused
    default:
      return unreachable(layer);
  }
}

const flat = (v: tf.Tensor) => tf.reshape(v, [v.shape[0]!, -1]);

/** W(c ± r) + b, for W that multiplies or convolves. */
function affine(
  times: (v: tf.Tensor, w: tf.Tensor) => tf.Tensor,
  kernel: tf.Tensor,
  bias: tf.Tensor,
  { centre, radius }: Interval,
): Interval {
  return { centre: tf.add(times(centre, kernel), bias), radius: times(radius, tf.abs(kernel)) };
}

const activated = (activation: 'relu' | 'linear', x: Interval): Interval =>
  activation === 'relu' ? ends(x, (v) => tf.relu(v)) : x;

/** A monotone function, which takes the ends of an interval to the ends of its image. */
const ends = ({ centre, radius }: Interval, rising: (v: tf.Tensor) => tf.Tensor): Interval =>
  between(rising(tf.sub(centre, radius)), rising(tf.add(centre, radius)));

export const between = (low: tf.Tensor, high: tf.Tensor): Interval => ({
  centre: tf.mul(0.5, tf.add(low, high)),
  radius: tf.mul(0.5, tf.sub(high, low)),
});

/** Least value of (w_y − w_i)·x + b_y − b_i over the interval: at its centre, less |w_y − w_i|·r. */
export function leads({ centre, radius }: Interval, kernel: tf.Tensor2D, bias: tf.Tensor, labels: Labels): Logits {
  const [width, k] = kernel.shape;
  const own = certainly(labels, k);
  const z = tf.add(tf.matMul(centre as tf.Tensor2D, kernel), bias);
  const scores = tf.sum(tf.mul(z, own), 1, true);
  const apart = tf.abs(tf.sub(tf.reshape(kernel, [width, k, 1]), tf.reshape(kernel, [width, 1, k]))); // of y and i
  const spread = tf.reshape(tf.matMul(radius as tf.Tensor2D, tf.reshape(apart, [width, k * k])), [-1, k, k]);
  const around = tf.sum(tf.mul(spread, tf.reshape(own, [-1, k, 1])), 1);
  return tf.sub(tf.sub(scores, z), around) as Logits;
}
