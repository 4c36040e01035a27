import type { Rng } from '../core/rng.ts';
import type { Images } from './norms.ts';
import * as tf from './tf.ts';

/** Standard normal noise, one stream per image, so that an image gets the same in any batch. Owned by the caller. */
export function normalNoise(shape: Images['shape'], rngOf: (image: number) => Rng): Images {
  const [n] = shape;
  const values = new Float32Array(tf.util.sizeFromShape(shape));
  const pixels = values.length / n;
  for (let image = 0; image < n; image++) {
    const rng = rngOf(image);
    for (let i = 0; i < pixels; i++) values[image * pixels + i] = rng.normal();
  }
  return tf.tensor4d(values, shape);
}
