import { dct8, fromYcc, quantisation, toYcc } from '../core/jpegQuantised.ts';
import { alongHeight, alongWidth } from '../tensor/alongAxes.ts';
import type { Images } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';

/**
 * JPEG with a rounding that can be differentiated: ⌊x⌉ + (x − ⌊x⌉)³ (Shin and Song 2017, JPEG-resistant adversarial
 * images, sec. 3), without the rounding of pixels and the clipping. Its gradient is what an adaptive attack follows.
 */
export function smoothJpeg(x: Images, quality: number): Images {
  const [, h, w, channels] = x.shape;
  const colour = channels === 3;
  const middle = tf.tensor1d(Array.from({ length: channels }, (_, c) => (colour && c > 0 ? 0 : 128)));
  const ycc: Images = tf.sub(tf.mul(colour ? mixed(x, toYcc) : x, 255), middle);
  const [down, across] = [blockTransform(h), blockTransform(w)];
  const coefficients = alongWidth(alongHeight(ycc, down.forward), across.forward);
  const steps = stepsOf(coefficients.shape, quality, colour);
  const kept: Images = tf.mul(roundSmoothly(tf.div(coefficients, steps)), steps);
  const back: Images = tf.div(tf.add(alongWidth(alongHeight(kept, down.back), across.back), middle), 255);
  return colour ? mixed(back, fromYcc) : back;
}

function roundSmoothly(x: Images): Images {
  const whole = tf.customGrad((v: tf.Tensor | tf.GradSaveFunc) => ({
    value: tf.round(v as tf.Tensor),
    gradFunc: (dy: tf.Tensor) => tf.zerosLike(dy),
  }))(x) as Images;
  const rest = tf.sub(x, whole);
  return tf.add(whole, tf.mul(rest, tf.square(rest)));
}

function mixed(x: Images, matrix: readonly number[]): Images {
  const mixing = tf.transpose(tf.tensor2d([...matrix], [3, 3]));
  return tf.reshape(tf.matMul(tf.reshape(x, [-1, 3]), mixing), x.shape);
}

/** DCT of every eight numbers along a side, the last of which is repeated up to a whole block, and its inverse. */
function blockTransform(side: number): { readonly forward: tf.Tensor3D; readonly back: tf.Tensor3D } {
  const long = 8 * Math.ceil(side / 8);
  const forward = new Float32Array(long * side);
  const back = new Float32Array(side * long);
  for (let i = 0; i < long; i++) {
    const block = i - (i % 8);
    for (let k = 0; k < 8; k++) {
      const from = Math.min(block + k, side - 1);
      const weight = dct8[8 * (i % 8) + k]!;
      forward[i * side + from] = forward[i * side + from]! + weight;
      if (block + k < side) back[(block + k) * long + i] = weight;
    }
  }
  return { forward: tf.tensor3d(forward, [1, long, side]), back: tf.tensor3d(back, [1, side, long]) };
}

function stepsOf([, h, w, c]: Images['shape'], quality: number, colour: boolean): tf.Tensor4D {
  const tables = Array.from({ length: c }, (_, channel) => quantisation(quality, colour ? channel : 0));
  const values = Float32Array.from({ length: h * w * c }, (_, i) => {
    const [pixel, channel] = [Math.floor(i / c), i % c];
    return tables[channel]![8 * (Math.floor(pixel / w) % 8) + ((pixel % w) % 8)]!;
  });
  return tf.tensor4d(values, [1, h, w, c]);
}
