import { Pack, Unpack } from '../kernels/packing.ts';
import { hasKernel } from './hasKernel.ts';
import * as tf from './tf.ts';

/** Whether the backend in use treats many tensors as one for the price of one kernel. */
export const joins = (): boolean => hasKernel(Pack);

/** The values of float32 tensors, borrowed: in one tensor `[total]` where the backend joins, else in one each. Owned by the caller. */
export const joined = (parts: readonly tf.Tensor[]): tf.Tensor[] =>
  joins() && parts.length > 0
    ? [tf.engine().runKernel(Pack, [...parts] as unknown as tf.NamedTensorMap) as tf.Tensor] // a list, as in tf.addN
    : parts.map((part) => tf.clone(part));

/** What `joined` gave, borrowed, as tensors of these shapes, owned by the caller. */
export const taken = (from: readonly tf.Tensor[], shapes: readonly number[][]): tf.Tensor[] =>
  joins() && from.length > 0
    ? (tf.engine().runKernel(Unpack, { x: from[0]! }, { shapes: shapes as number[][] }) as unknown as tf.Tensor[]) // its outputs
    : from.map((part) => tf.clone(part));
