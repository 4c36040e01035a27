import type { Images } from './norms.ts';
import * as tf from './tf.ts';

/** Columns of every image multiplied by a matrix: `[n, h, w, c]` and `[1 or n, k, h]` give `[n, k, w, c]`. */
export function alongHeight(x: Images, matrix: tf.Tensor3D): Images {
  const [n, h, w, c] = x.shape;
  return tf.reshape(tf.matMul(matrix, tf.reshape(x, [n, h, w * c])), [n, matrix.shape[1], w, c]);
}

/** Rows of every image multiplied by a matrix: `[n, h, w, c]` and `[1 or n, k, w]` give `[n, h, k, c]`. */
export function alongWidth(x: Images, matrix: tf.Tensor3D): Images {
  const turned: Images = tf.transpose(x, [0, 2, 1, 3]);
  return tf.transpose(alongHeight(turned, matrix), [0, 2, 1, 3]);
}
