import { attackerGain } from '../tensor/losses.ts';
import type { Labels, Logits } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';

/** Mean of logΣexp(z) − z_y, which is also what an untargeted attacker climbs. */
export const meanCrossEntropy = (logits: Logits, labels: Labels): tf.Scalar =>
  tf.mean(attackerGain('ce', { kind: 'untargeted', labels }, logits));

/** `[n, k]`, 1 for the class of the row. Cast, for on WebAssembly `tf.oneHot` writes integers whatever type it is asked for. */
export const certainly = (labels: Labels, classes: number): tf.Tensor2D =>
  tf.tidy(() => tf.cast(tf.oneHot(labels, classes), 'float32') as tf.Tensor2D);

/** Mean of −Σ q log p, with p = softmax(z) and given probabilities q. */
export const meanSoftCrossEntropy = (logits: Logits, q: tf.Tensor2D): tf.Scalar =>
  tf.neg(tf.mean(tf.sum(tf.mul(q, tf.logSoftmax(logits)), 1)));

/** Mean of KL(p ‖ p′) = Σ p (log p − log p′), with p = softmax(z) and p′ = softmax(z′). */
export function meanDivergence(z: Logits, z1: Logits): tf.Scalar {
  const p = tf.logSoftmax(z);
  return tf.mean(tf.sum(tf.mul(tf.exp(p), tf.sub(p, tf.logSoftmax(z1))), 1));
}
