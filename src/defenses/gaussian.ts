import * as tf from '../tensor/tf.ts';
import type { Defense } from './defense.ts';

/**
 * One draw of x + σ·N(0, 1), not clipped, so that the gradient passes as it is. The base of randomized smoothing (Cohen
 * et al. 2019, arXiv:1902.02918, sec. 3), which takes the vote of many draws; here each answer is a single one.
 */
export const gaussian: Defense<'gaussian'> = (x, { sigma }, rngOf) => {
  const [n, h, w, c] = x.shape;
  const size = h * w * c;
  const values = new Float32Array(n * size);
  for (let i = 0; i < n; i++) {
    const rng = rngOf(i);
    for (let j = 0; j < size; j++) values[i * size + j] = sigma * rng.normal();
  }
  return tf.add(x, tf.tensor4d(values, x.shape));
};
