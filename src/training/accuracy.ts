import { type Rate, wilson } from '../core/stats.ts';
import type { ImageBatch } from '../datasets/source.ts';
import type { Images, Logits } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';

/** What accuracy is measured on: the first `count` images that `read` gives. */
export interface Examined {
  readonly shape: readonly [number, number, number];
  readonly count: number;
  read(positions: readonly number[]): Promise<ImageBatch>;
}

const batchSize = 100;

/** Share of images whose largest score is that of their true class. `pause` is awaited between batches. */
export async function measureAccuracy(
  logits: (x: Images) => Logits,
  { shape, count, read }: Examined,
  pause: () => Promise<void>,
): Promise<Rate> {
  let correct = 0;
  for (let from = 0; from < count; from += batchSize) {
    const positions = Array.from({ length: Math.min(batchSize, count - from) }, (_, i) => from + i);
    const { pixels, labels } = await read(positions);
    const answers = tf.tidy(() => tf.argMax(logits(tf.tensor4d(pixels, [positions.length, ...shape])), 1));
    try {
      const predictions = await answers.data();
      correct += labels.filter((label, i) => label === predictions[i]).length;
    } finally {
      answers.dispose();
    }
    await pause();
  }
  return wilson(correct, count);
}
