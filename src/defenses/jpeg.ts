import { quantiseJpeg } from '../core/jpegQuantised.ts';
import type { Images } from '../tensor/norms.ts';
import { straightThrough } from '../tensor/straightThrough.ts';
import * as tf from '../tensor/tf.ts';
import type { Defense } from './defense.ts';
import { smoothJpeg } from './smoothJpeg.ts';

/**
 * JPEG compression as a defense (Guo et al. 2018, arXiv:1711.00117, sec. 4.2). The image goes through the codec in plain
 * numbers, so that every backend gives the same bytes; the gradient is that of the identity or of `smoothJpeg`.
 */
export const jpeg: Defense<'jpeg'> = (x, { quality, backward }) => {
  if (backward === 'identity') return straightThrough((image) => coded(image, quality), x);
  const replaced = tf.customGrad((_smooth: tf.Tensor | tf.GradSaveFunc, image: tf.Tensor | tf.GradSaveFunc) => ({
    value: coded(image as Images, quality),
    gradFunc: (dy: tf.Tensor) => [dy, tf.zerosLike(dy)], // all of it through the smooth twin
  }));
  return replaced(smoothJpeg(x, quality), x) as Images;
};

function coded(x: Images, quality: number): Images {
  const [n, height, width, channels] = x.shape;
  const pixels = x.dataSync<'float32'>(); // an answer is one synchronous expression
  const size = height * width * channels;
  const result = new Float32Array(pixels.length);
  for (let i = 0; i < n; i++) {
    const picture = pixels.subarray(i * size, (i + 1) * size);
    result.set(quantiseJpeg(picture, { height, width, channels }, quality), i * size);
  }
  return tf.tensor4d(result, x.shape);
}
