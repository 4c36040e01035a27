import * as tf from '../tensor/tf.ts';
import type { Defense } from './defense.ts';

/** Bit-depth reduction (Xu et al. 2018, arXiv:1704.01155, sec. III-A): round(x·(2ᵇ − 1)) / (2ᵇ − 1). Idempotent. */
export const bits: Defense<'bits'> = (x, { depth }) => {
  const levels = 2 ** depth - 1;
  return tf.div(tf.round(tf.mul(x, levels)), levels);
};
