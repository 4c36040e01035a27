import { Median, type MedianAttrs } from '../kernels/median.ts';
import { hasKernel } from './hasKernel.ts';
import type { Images } from './norms.ts';
import * as tf from './tf.ts';

/**
 * The median of the window around each pixel, per channel, edges mirrored with the border pixel repeated (`reflect` in
 * SciPy). A 2 × 2 window looks up and left and takes the upper of the two middle values, as SciPy does. `x` is borrowed, the
 * result is owned by the caller; without a gradient. One kernel where the backend has it, else composed of operations:
 * the same bits.
 */
export function median(x: Images, size: 2 | 3): Images {
  if (!hasKernel(Median)) return tf.tidy(() => composedMedian(x, size));
  const attrs: MedianAttrs = { size };
  return tf.engine().runKernel(Median, { x }, { ...attrs }) as Images; // one output, shaped like x
}

/** Of minimum and maximum of shifted copies, so that it runs on every backend without sorting. */
export function composedMedian(x: Images, size: 2 | 3): Images {
  const shifted = neighbours(x, size);
  return size === 2 ? secondLargestOf4(shifted) : medianOf9(shifted);
}

/** The size² images that hold, at each pixel, one neighbour of it. */
function neighbours(x: Images, size: number): Images[] {
  const [n, h, w, c] = x.shape;
  const before = size >> 1;
  const after = size - 1 - before;
  const pad: [number, number] = [before, after];
  const padded = tf.mirrorPad(x, [[0, 0], pad, pad, [0, 0]], 'symmetric');
  const copies: Images[] = [];
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) copies.push(tf.slice(padded, [0, i, j, 0], [n, h, w, c]));
  }
  return copies;
}

function secondLargestOf4(p: Images[]): Images {
  const [high1, low1] = [tf.maximum(p[0]!, p[1]!), tf.minimum(p[0]!, p[1]!)];
  const [high2, low2] = [tf.maximum(p[2]!, p[3]!), tf.minimum(p[2]!, p[3]!)];
  return tf.maximum(tf.minimum(high1, high2), tf.maximum(low1, low2));
}

/** Columns sorted, then the median of (largest low, middle middle, smallest high): 18 comparisons instead of a sort. */
function medianOf9(p: Images[]): Images {
  const columns = [0, 1, 2].map((i) => sort3(p[i]!, p[i + 3]!, p[i + 6]!));
  const [a, b, c] = columns as [Images[], Images[], Images[]];
  const low = tf.maximum(tf.maximum(a[0]!, b[0]!), c[0]!) as Images;
  const middle = sort3(a[1]!, b[1]!, c[1]!)[1]!;
  const high = tf.minimum(tf.minimum(a[2]!, b[2]!), c[2]!) as Images;
  return sort3(low, middle, high)[1]!;
}

function sort3(a: Images, b: Images, c: Images): Images[] {
  const [low, high]: [Images, Images] = [tf.minimum(a, b), tf.maximum(a, b)];
  const rest: Images = tf.minimum(high, c);
  return [tf.minimum(low, rest), tf.maximum(low, rest), tf.maximum(high, c)];
}
