import { SelectRows } from '../kernels/selectRows.ts';
import { hasKernel } from './hasKernel.ts';
import * as tf from './tf.ts';

/**
 * Row by row (axis 0), `a` where `condition` (`[n]`, bool) holds and `b` elsewhere. All borrowed; the result is owned.
 *
 * Exact for finite values: x·1 + y·0 = x. `tf.where` copies the condition to the size of the images first, which costs
 * as much as a convolution, and its kernel mixes up rows on the CPU backend when given one condition per row. One
 * kernel where the backend has it.
 */
export function selectRows<T extends tf.Tensor>(condition: tf.Tensor1D, a: T, b: T): T {
  if (a.dtype === 'float32' && hasKernel(SelectRows))
    return tf.engine().runKernel(SelectRows, { a, b, condition }) as T; // one output, shaped like a and b
  return tf.tidy(() => {
    const first = tf.reshape(tf.cast(condition, 'float32'), [-1, ...a.shape.slice(1).fill(1)]);
    return tf.add(tf.mul(a, first), tf.mul(b, tf.sub(1, first))) as T; // same shape and type as a and b
  });
}
