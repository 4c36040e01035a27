import type { Impression } from '../detectors/detector.ts';
import { attackerGain } from '../tensor/losses.ts';
import type { Labels, Logits } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';

/** What a detector makes of some images, and when it turns them away. */
export interface Verdict extends Impression {
  /** An image is turned away where its score is larger. */
  readonly threshold: number;
  /** How much being suspected weighs against the margin of the logits. */
  readonly penalty: number;
}

/**
 * Logits in which an image that is turned away counts as one of its own class, so that any attack, whatever its loss,
 * gets what it wants only where the model is wrong and no detector notices: z_y = max_{i≠y} z_i − g, with
 *
 *     a = max_{i≠y} z_i − z_y      b = Σ over the detectors of penalty · max(score − threshold, 0)
 *     g = a where b = 0            g = min(a, 0) − b elsewhere, with the slope of a − b
 *
 * The margin goes on pulling while an image is suspected: deep in another class it looks less suspicious. A detector
 * that is satisfied pulls no longer (selective gradients; Bryniarski et al. 2021, arXiv:2106.15023, sec. 4). Where a
 * detector suspects, the attack follows `unlike` if that is larger, for scores go flat; the sign stays that of the score.
 * Differs from the extra class of Carlini and Wagner (2017, arXiv:1705.07263, sec. 2.3) in needing none.
 */
export function heldBack(z: Logits, labels: Labels, detectors: readonly Verdict[]): Logits {
  const own = tf.cast(tf.oneHot(labels, z.shape[1]), 'float32');
  const wanted = tf.argMax(tf.sub(z, tf.mul(own, excluded)), 1) as Labels;
  const margin = attackerGain('margin', { kind: 'untargeted', labels }, z);
  const price = detectors.map((detector) => priceOf(detector, wanted)).reduce((p, q) => tf.add(p, q));
  const credit = tf.mul(tf.step(price), still(tf.relu(margin))); // a lead is worth nothing to an image that is turned away
  return tf.add(z, tf.mul(own, tf.expandDims(tf.add(price, credit), 1)));
}

const excluded = 1e9; // larger than any logit: takes a class out of a maximum

/** `[n]` positive where the detector turns the image away, else 0. */
function priceOf({ score, threshold, penalty, unlike }: Verdict, wanted: Labels): tf.Tensor1D {
  const above = tf.sub(score, threshold);
  return tf.mul(penalty, tf.mul(tf.step(above), tf.maximum(above, unlike(wanted))));
}

/** The same values without a slope. */
const still = (x: tf.Tensor1D): tf.Tensor1D =>
  tf.customGrad((value: tf.Tensor | tf.GradSaveFunc) => ({
    value: tf.clone(value as tf.Tensor),
    gradFunc: (dy: tf.Tensor) => tf.zerosLike(dy),
  }))(x) as tf.Tensor1D;
