import type { Labels } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';

/** The classes `offset` places after the labels, round and round. Owned by the caller. */
export const shifted = (labels: Labels, offset: number, classes: number): Labels =>
  tf.tidy(() => tf.mod(tf.add(labels, tf.scalar(offset, 'int32')), tf.scalar(classes, 'int32')) as Labels);
