import { makeRng } from '../../src/core/rng.ts';
import type { Images } from '../../src/tensor/norms.ts';
import * as tf from '../../src/tensor/tf.ts';

/** Images of uniform pixels, the same on every run; the caller frees them. */
export function randomImages(n: number, [h, w, c]: readonly number[], seed = 'images'): Images {
  const rng = makeRng(seed);
  const pixels = Float32Array.from({ length: n * h! * w! * c! }, () => rng.uniform());
  return tf.tensor4d(pixels, [n, h!, w!, c!]);
}

/** All values of an answer in one number. */
const mixture = (z: tf.Tensor): tf.Tensor => tf.sum(tf.mul(z, tf.cos(tf.reshape(tf.range(0, z.size, 1), z.shape))));

/** Values of a model at some images and the gradient of a mixture of them with respect to the pixels. */
export async function valuesAndGradient(
  answer: (x: Images) => tf.Tensor,
  x: Images,
): Promise<{ readonly values: Float32Array; readonly gradient: Float32Array }> {
  const [value, gradient] = tf.tidy(() => [answer(x), tf.grad((v: tf.Tensor) => mixture(answer(v as Images)))(x)]);
  try {
    return { values: Float32Array.from(await value.data()), gradient: Float32Array.from(await gradient.data()) };
  } finally {
    tf.dispose([value, gradient]);
  }
}

/** Largest difference, relative to the largest value that was wanted. */
export function relativeError(found: Float32Array, wanted: Float32Array): number {
  if (found.length !== wanted.length) return Number.POSITIVE_INFINITY;
  const scale = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-12);
  return found.reduce((most, value, i) => Math.max(most, Math.abs(value - wanted[i]!)), 0) / scale;
}

export async function valuesOf(answer: (x: Images) => tf.Tensor, x: Images): Promise<Float32Array> {
  const value = tf.tidy(() => answer(x));
  try {
    return Float32Array.from(await value.data());
  } finally {
    value.dispose();
  }
}

/** How far the slope along the gradient itself is from its squared length, relative to it: a central difference. */
export async function slopeError(answer: (x: Images) => tf.Tensor, x: Images, gradient: Float32Array): Promise<number> {
  const squared = gradient.reduce((sum, value) => sum + value * value, 0);
  const step = 1e-3 / Math.sqrt(squared);
  const sides = tf.tidy(() => {
    const g = tf.tensor(gradient, x.shape);
    return [step, -step].map((t) => mixture(answer(tf.add(x, tf.mul(g, t)))));
  });
  const [above, below] = await Promise.all(sides.map(async (side) => (await side.data())[0]!));
  tf.dispose(sides);
  return Math.abs((above! - below!) / (2 * step) - squared) / squared;
}
