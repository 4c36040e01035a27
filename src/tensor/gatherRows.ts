import * as tf from './tf.ts';

/** Rows of a tensor by index (axis 0), in this order; a row may be taken many times. Borrowed in, owned out. */
export function gatherRows<T extends tf.Tensor>(x: T, rows: readonly number[]): T {
  return tf.tidy(() => tf.gather(x, tf.tensor1d([...rows], 'int32'))) as T; // gathering keeps rank and type
}
