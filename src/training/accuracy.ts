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

/** Images by true class (row) and by the class with the largest score (column). */
export type Confusion = readonly (readonly number[])[];

export function rateOf(confusion: Confusion): Rate {
  const total = confusion.flat().reduce((sum, n) => sum + n, 0);
  const correct = confusion.reduce((sum, row, k) => sum + row[k]!, 0);
  return wilson(correct, total);
}

/** What the model answers to each class. `pause` is awaited between batches. */
export async function measureConfusion(
  logits: (x: Images) => Logits,
  { shape, count, read }: Examined,
  pause: () => Promise<void>,
): Promise<Confusion> {
  let confusion: number[][] = [];
  for (let from = 0; from < count; from += batchSize) {
    const positions = Array.from({ length: Math.min(batchSize, count - from) }, (_, i) => from + i);
    const { pixels, labels } = await read(positions);
    const scores = tf.tidy(() => logits(tf.tensor4d(pixels, [positions.length, ...shape])));
    const answers = tf.argMax(scores, 1);
    if (from === 0) confusion = Array.from({ length: scores.shape[1] }, () => new Array(scores.shape[1]).fill(0));
    try {
      const predictions = await answers.data();
      for (const [i, label] of labels.entries()) confusion[label]![predictions[i]!]!++;
    } finally {
      tf.dispose([scores, answers]);
    }
    await pause();
  }
  return confusion;
}
