import type { Classifier } from '../classifiers/classifier.ts';
import type { Images } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';

/** `[n, k]` probabilities row by row of images that lie row by row, computed in batches of one size. */
export async function probabilitiesOf(
  { logits, shape, classes }: Pick<Classifier, 'logits' | 'shape' | 'classes'>,
  pixels: Float32Array,
  { batchSize, pause }: { readonly batchSize: number; readonly pause: () => Promise<void> },
): Promise<Float32Array> {
  const size = shape[0] * shape[1] * shape[2];
  const n = pixels.length / size;
  const all = new Float32Array(n * classes);
  for (let from = 0; from < n; from += batchSize) {
    const rows = Math.min(batchSize, n - from);
    const padded = new Float32Array(batchSize * size); // one size, so that every batch runs the same kernels
    padded.set(pixels.subarray(from * size, (from + rows) * size));
    const p = tf.tidy(() => tf.softmax(logits(tf.tensor4d(padded, [batchSize, ...shape]) as Images)));
    try {
      all.set((await p.data<'float32'>()).subarray(0, rows * classes), from * classes);
    } finally {
      p.dispose();
    }
    await pause();
  }
  return all;
}
