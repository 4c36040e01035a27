import * as tf from '../../tensor/tf.ts';
import type { Batch } from '../batches.ts';
import type { Subject } from '../subject.ts';

const rounding = 1e-5; // of the sum, as in AutoAttack

/**
 * Images whose scores look like probabilities: none below 0 or above 1, and all of them together 1 (Croce and Hein 2020,
 * arXiv:2003.01690, checks of their program). A softmax at the end of a model file was taken off before; this finds one
 * that hides elsewhere.
 */
export async function answeredInProbabilities({ classifier }: Subject, batch: Batch): Promise<readonly number[]> {
  const looks = tf.tidy(() => {
    const scores = classifier.logits(batch.x);
    const inside = tf.logicalAnd(tf.greaterEqual(tf.min(scores, 1), 0), tf.lessEqual(tf.max(scores, 1), 1));
    return tf.logicalAnd(inside, tf.lessEqual(tf.abs(tf.sub(tf.sum(scores, 1), 1)), rounding));
  });
  try {
    const found = await looks.data();
    return batch.positions.slice(0, batch.n).filter((_, i) => found[i]);
  } finally {
    looks.dispose();
  }
}
