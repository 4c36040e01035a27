import type { Rng } from '../core/rng.ts';
import type { Images } from './norms.ts';
import * as tf from './tf.ts';

type RngOf = (image: number) => Rng;

/** Standard normal noise, one stream per image, so that an image gets the same in any batch. Owned by the caller. */
export const normalNoise = (shape: Images['shape'], rngOf: RngOf): Images => drawn(shape, rngOf, (rng) => rng.normal());

/** Uniform in [−1, 1), in the same way. */
export const uniformNoise = (shape: Images['shape'], rngOf: RngOf): Images =>
  drawn(shape, rngOf, (rng) => 2 * rng.uniform() - 1);

function drawn(shape: Images['shape'], rngOf: RngOf, draw: (rng: Rng) => number): Images {
  const [n] = shape;
  const values = new Float32Array(tf.util.sizeFromShape(shape));
  const pixels = values.length / n;
  for (let image = 0; image < n; image++) {
    const rng = rngOf(image);
    for (let i = 0; i < pixels; i++) values[image * pixels + i] = draw(rng);
  }
  return tf.tensor4d(values, shape);
}
