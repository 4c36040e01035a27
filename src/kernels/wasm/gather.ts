import { GatherV2, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { areFloats } from './geometry.ts';
import { overrideKernel, type Restore } from './overrideKernel.ts';
import type { Workspace } from './workspace.ts';

type Inputs = { readonly x: TensorInfo; readonly indices: TensorInfo };
type Attrs = { readonly axis: number; readonly batchDims: number };

const shortest = 16; // values of a row; shorter ones are not worth a call each

/** Rows by index, each in one copy; the stock kernel goes value by value. Other axes and bad indices are left to it. */
export function overrideGather({ output, view }: Workspace): Restore {
  return overrideKernel(GatherV2, ({ x, indices }: Inputs, { axis, batchDims }: Attrs) => {
    const run = util.sizeFromShape(x.shape.slice(1));
    if (axis !== 0 || batchDims !== 0 || !areFloats(x) || indices.dtype !== 'int32' || run < shortest) return null;
    const rows = integers(view(indices)).slice();
    if (!rows.every((row) => row >= 0 && row < x.shape[0]!)) return null;
    const y = output([...indices.shape, ...x.shape.slice(1)]);
    const [from, to] = [view(x), view(y)];
    rows.forEach((row, i) => {
      to.set(from.subarray(row * run, (row + 1) * run), i * run);
    });
    return y;
  });
}

const integers = ({ buffer, byteOffset, length }: Float32Array) => new Int32Array(buffer, byteOffset, length);
