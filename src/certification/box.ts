import type { Images } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';

/** What each number of a value may be, at least and at most. Both have the value's shape with a batch axis in front. */
export type Box = { readonly low: tf.Tensor; readonly high: tf.Tensor }; // a type, as tf.tidy gives back no interface

/** All images within `epsilon` in linf that lie in the pixel box. Owned by the caller. */
export const imageBox = (x: Images, epsilon: number): Box => ({
  low: tf.clipByValue(tf.sub(x, epsilon), 0, 1),
  high: tf.clipByValue(tf.add(x, epsilon), 0, 1),
});

/** What both allow. */
export const meet = (a: Box, b: Box): Box => ({ low: tf.maximum(a.low, b.low), high: tf.minimum(a.high, b.high) });
