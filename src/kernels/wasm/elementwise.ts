import { Identity, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { Kernels } from './kernelModule.ts';
import { type Kernel, overrideKernel, type Restore } from './overrideKernel.ts';
import { ReluGrad } from './reluGradient.ts';
import type { Workspace } from './workspace.ts';

/** The gradient of relu and relu6, and copies that share memory. */
export function overrideElementwise(workspace: Workspace, kernels: Kernels): Restore[] {
  return [
    overrideKernel(ReluGrad, reluGrad(workspace, kernels)),
    // the stock kernel copies, and the engine clones every tensor it saves for the backward pass
    overrideKernel(Identity, ({ x }: { x: TensorInfo }) => workspace.share(x)),
  ];
}

function reluGrad(
  { address, output }: Workspace,
  kernels: Kernels,
): Kernel<{ x: TensorInfo; dy: TensorInfo }, { highest: number }> {
  return ({ x, dy }, { highest }) => {
    const [from, upstream] = [address(x), address(dy)];
    const dx = output(x.shape);
    const size = util.sizeFromShape(x.shape);
    if (size > 0) kernels.reluGrad(from, upstream, address(dx), size, highest);
    return dx;
  };
}
