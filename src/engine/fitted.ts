import type { Classifier } from '../classifiers/classifier.ts';
import { gainOf, gradientAt } from '../tensor/gradient.ts';
import * as tf from '../tensor/tf.ts';
import type { Env } from './env.ts';

/** The environment with batches that the device takes for each of these models. Depends on nothing else. */
export async function fitted(env: Env, classifiers: readonly Classifier[]): Promise<Env> {
  if (!env.fitBatch) return env;
  let { batchSize } = env;
  for (const classifier of classifiers)
    batchSize = Math.min(batchSize, await env.fitBatch((images) => askOnce(classifier, images)));
  return { ...env, batchSize };
}

/** What an attack asks of a model again and again. */
function askOnce({ shape, gradient, logits }: Classifier, images: number): void {
  const x = tf.zeros([images, ...shape]) as tf.Tensor4D;
  if (gradient === 'none') {
    logits(x);
    return;
  }
  const labels = tf.zeros([images], 'int32') as tf.Tensor1D;
  gradientAt({ draws: 1, logits }, gainOf('ce', { kind: 'untargeted', labels }), x);
}
