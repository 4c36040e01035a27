import { Identity, Sum, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { areFloats } from './geometry.ts';
import type { Kernels } from './kernelModule.ts';
import { type Kernel, overrideKernel, type Restore } from './overrideKernel.ts';
import { ReluGrad } from './reluGradient.ts';
import type { Workspace } from './workspace.ts';

/** The gradient of relu, sums over leading axes, and copies that share memory. */
export function overrideElementwise(workspace: Workspace, kernels: Kernels): Restore[] {
  return [
    overrideKernel(ReluGrad, reluGrad(workspace, kernels)),
    overrideKernel(Sum, sumLeading(workspace, kernels)),
    // the stock kernel copies, and the engine clones every tensor it saves for the backward pass
    overrideKernel(Identity, ({ x }: { x: TensorInfo }) => workspace.share(x)),
  ];
}

function reluGrad(
  { address, output }: Workspace,
  kernels: Kernels,
): Kernel<{ x: TensorInfo; dy: TensorInfo }, unknown> {
  return ({ x, dy }) => {
    const dx = output(x.shape);
    const size = util.sizeFromShape(x.shape);
    if (size > 0) kernels.reluGrad(address(x), address(dy), address(dx), size);
    return dx;
  };
}

/** Sum over all axes but the last, as in the gradient of a bias. */
function sumLeading(
  { address, output }: Workspace,
  kernels: Kernels,
): Kernel<{ x: TensorInfo }, { axis: number | number[]; keepDims?: boolean }> {
  return ({ x }, { axis, keepDims }) => {
    const axes = util.parseAxisParam(axis, x.shape);
    const last = x.shape.length - 1;
    const columns = x.shape[last] ?? 0;
    const leading = last > 0 && axes.length === last && !axes.includes(last);
    if (!leading || !areFloats(x) || util.sizeFromShape(x.shape) === 0) return null;
    const sums = output(keepDims ? [...x.shape.slice(0, -1).fill(1), columns] : [columns]);
    kernels.sumRows(address(x), util.sizeFromShape(x.shape) / columns, columns, address(sums));
    return sums;
  };
}
