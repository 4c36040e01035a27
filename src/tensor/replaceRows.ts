import { gatherRows } from './gatherRows.ts';
import * as tf from './tf.ts';

/** `x` with row `rows[i]` taken from row i of `from` wherever `wanted(i)`. Borrowed in, owned out. */
export function replaceRows<T extends tf.Tensor>(
  x: T,
  from: T,
  rows: readonly number[],
  wanted: (i: number) => boolean = () => true,
): T {
  const n = x.shape[0]!;
  const order = Array.from({ length: n }, (_, i) => i);
  rows.forEach((row, i) => {
    if (wanted(i)) order[row] = n + i;
  });
  return tf.tidy(() => gatherRows(tf.concat([x, from]), order)) as T;
}
