import { gatherRows } from './gatherRows.ts';
import * as tf from './tf.ts';

/** Tensors by name, each with one row per image. */
export type TensorRecord = Readonly<Record<string, tf.Tensor>>;

/** The same rows of every tensor. Borrowed in, owned out. */
export const gatherRecord = <T extends TensorRecord>(tensors: T, rows: readonly number[]): T =>
  mapped(tensors, (tensor) => gatherRows(tensor, rows));

/** Another handle on every tensor; the data is shared. */
export const cloneRecord = <T extends TensorRecord>(tensors: T): T => mapped(tensors, (tensor) => tf.clone(tensor));

const mapped = <T extends TensorRecord>(tensors: T, change: (tensor: tf.Tensor) => tf.Tensor): T =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, change(tensor)])) as unknown as T; // rank and type stay
