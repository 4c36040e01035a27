import { type Rate, wilson } from '../core/stats.ts';
import type { ImageBatch } from '../datasets/source.ts';
import type { Images, Labels, Logits } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';

/** What accuracy is measured on: the first `count` images that `read` gives. */
export interface Examined {
  readonly shape: readonly [number, number, number];
  readonly count: number;
  read(positions: readonly number[]): Promise<ImageBatch>;
}

const batchSize = 100;

/** Share of images whose largest score is that of their true class. `pause` is awaited between batches. */
export const measureAccuracy = (logits: (x: Images) => Logits, examined: Examined, pause: () => Promise<void>) =>
  countOver((x, labels) => tf.equal(tf.argMax(logits(x), 1), labels), examined, pause);

/** Share of images for which `holds`, `[n]` booleans, is true; it runs inside `tf.tidy`. */
export async function countOver(
  holds: (x: Images, labels: Labels) => tf.Tensor,
  { shape, count, read }: Examined,
  pause: () => Promise<void>,
): Promise<Rate> {
  let found = 0;
  for (let from = 0; from < count; from += batchSize) {
    const positions = Array.from({ length: Math.min(batchSize, count - from) }, (_, i) => from + i);
    const { pixels, labels } = await read(positions);
    const held = tf.tidy(() => {
      const x: Images = tf.tensor4d(pixels, [positions.length, ...shape]);
      return tf.sum(tf.cast(holds(x, tf.tensor1d(labels, 'int32')), 'int32'));
    });
    try {
      found += (await held.data())[0]!;
    } finally {
      held.dispose();
    }
    await pause();
  }
  return wilson(found, count);
}
