import { Mean, Sum, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { areFloats } from './geometry.ts';
import type { Kernels } from './kernelModule.ts';
import { type Kernel, overrideKernel, type Restore } from './overrideKernel.ts';
import type { Workspace } from './workspace.ts';

type Attrs = { axis: number | number[]; keepDims?: boolean };

/** Sums and means over neighbouring axes before the last one, as in gradients of biases and in batch norm. */
export function overrideReductions(workspace: Workspace, kernels: Kernels): Restore[] {
  return [
    overrideKernel(
      Sum,
      reduce(workspace, kernels, () => 1),
    ),
    overrideKernel(
      Mean,
      reduce(workspace, kernels, (rows) => rows),
    ),
  ];
}

function reduce(
  { address, output, scratch, defer }: Workspace,
  kernels: Kernels,
  divisorOf: (rows: number) => number,
): Kernel<{ x: TensorInfo }, Attrs> {
  return ({ x }, { axis, keepDims }) => {
    const axes = [...util.parseAxisParam(axis, x.shape)].sort((a, b) => a - b);
    const [first = 0] = axes;
    const end = first + axes.length;
    const neighbours = axes.length > 0 && axes.every((a, i) => a === first + i) && end < x.shape.length;
    if (!neighbours || !areFloats(x) || util.sizeFromShape(x.shape) === 0) return null;
    const [outer, rows, columns] = [x.shape.slice(0, first), x.shape.slice(first, end), x.shape.slice(end)];
    const [n, m, k] = [outer, rows, columns].map((part) => util.sizeFromShape(part)) as [number, number, number];
    const shape = [...outer, ...(keepDims ? rows.map(() => 1) : []), ...columns];
    const compute = () => {
      const from = address(x);
      const work = scratch(4 * k);
      const sums = output(shape);
      kernels.sumRows(from, n, m, k, divisorOf(m), address(sums), work);
      return sums;
    };
    return defer(shape, { kind: 'plain', inputs: [x], compute });
  };
}
