import { badFile } from '../core/errors.ts';
import * as tf from '../tensor/tf.ts';
import type { Classifier } from './classifier.ts';

/** One grey image through the model: the answer must be finite, and must not look like probabilities. */
export async function probe(
  where: string,
  logits: Classifier['logits'],
  [h, w, c]: Classifier['shape'],
): Promise<void> {
  const answer = tf.tidy(() => logits(tf.fill([1, h, w, c], 0.5)));
  const scores = Array.from(await answer.data());
  answer.dispose();
  if (!scores.every(Number.isFinite)) throw badFile(where, 'model-nan', {});
  const sum = scores.reduce((a, b) => a + b, 0);
  if (Math.abs(sum - 1) < 1e-5 && scores.every((score) => score >= 0 && score <= 1))
    throw badFile(where, 'model-softmax', {});
}
