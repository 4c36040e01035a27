import * as tf from '../tensor/tf.ts';
import type { Detector, Known } from './detector.ts';

const far = 1e12; // squared distance of what does not count
const tiny = 1e-12;

/**
 * Distance to the nearest known image of the class the model names, as a share of that plus the distance to the nearest
 * of any other class: below ½ where the answer agrees with the neighbours. Distances are Euclidean between what enters
 * the last layer.
 *
 * The nearest case of deep k-nearest neighbours (Papernot and McDaniel 2018, arXiv:1803.04765), with one layer and one
 * neighbour a side instead of a vote with conformal calibration: a distance can be lowered by gradient.
 */
export const neighbours: Detector<'neighbours'> = (x, model) => {
  const known = model.known();
  const marked = (classes: tf.Tensor) => tf.cast(tf.oneHot(classes, model.classes), 'float32') as tf.Tensor2D;
  const labels = marked(known.labels);
  const squared = squaredDistances(model.features(x), known);
  const nearest = (others: tf.Tensor) => tf.sqrt(tf.add(tf.min(tf.add(squared, tf.mul(others, far)), 1), tiny));
  const shareOf = (classes: tf.Tensor): tf.Tensor1D => {
    const own = tf.matMul(marked(classes), labels, false, true);
    const [inside, outside] = [nearest(tf.sub(1, own)), nearest(own)];
    return tf.div(inside, tf.add(inside, outside));
  };
  return {
    score: shareOf(tf.argMax(model.logits(x), 1)),
    unlike: (wanted) => tf.sub(shareOf(wanted), 0.5),
  };
};

/** `[n, m]` */
function squaredDistances(features: tf.Tensor2D, known: Known): tf.Tensor {
  const lengths = (rows: tf.Tensor2D) => tf.sum(tf.square(rows), 1);
  const across = tf.matMul(features, known.features, false, true);
  const sums = tf.add(tf.expandDims(lengths(features), 1), tf.expandDims(lengths(known.features), 0));
  return tf.relu(tf.sub(sums, tf.mul(2, across))); // rounding may go below zero
}
