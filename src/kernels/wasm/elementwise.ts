import { Add, Identity, Relu, Relu6, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { ReluGrad } from '../reluGradient.ts';
import { type Bounds, positive } from './activationBounds.ts';
import { areFloats } from './geometry.ts';
import type { Kernels } from './kernelModule.ts';
import { type Kernel, overrideKernel, type Restore } from './overrideKernel.ts';
import type { Workspace } from './workspace.ts';

/** Biases, relu and relu6 with their gradient, done together with the kernel before where possible; copies that share. */
export function overrideElementwise(workspace: Workspace, kernels: Kernels): Restore[] {
  return [
    overrideKernel(Add, addBias(workspace)),
    overrideKernel(Relu, clamp(workspace, kernels, positive)),
    overrideKernel(Relu6, clamp(workspace, kernels, [0, 6])),
    overrideKernel(ReluGrad, reluGrad(workspace, kernels)),
    // the stock kernel copies, and the engine clones every tensor it saves for the backward pass
    overrideKernel(Identity, ({ x }: { x: TensorInfo }) => workspace.share(x)),
  ];
}

/** One number per channel on top of a convolution or product that has not been computed yet. */
function addBias({ pending, defer }: Workspace): Kernel<{ a: TensorInfo; b: TensorInfo }, unknown> {
  return ({ a, b }) => {
    const work = pending(a);
    const fits = work?.kind === 'linear' && work.channels > 0 && a.shape.at(-1) === work.channels;
    if (!fits || !areFloats(b) || b.shape.at(-1) !== work.channels || util.sizeFromShape(b.shape) !== work.channels)
      return null;
    if (b.shape.length > a.shape.length) return null; // the sum would have the rank of b
    return defer(a.shape, {
      kind: 'linear',
      inputs: [...work.inputs, b],
      channels: 0,
      compute: (_, bounds) => work.compute(b, bounds),
    });
  };
}

function clamp(
  { address, output, pending }: Workspace,
  kernels: Kernels,
  bounds: Bounds,
): Kernel<{ x: TensorInfo }, unknown> {
  return ({ x }) => {
    const size = util.sizeFromShape(x.shape);
    if (!areFloats(x) || size === 0) return null;
    const work = pending(x);
    if (work?.kind === 'linear') return { ...work.compute(undefined, bounds), shape: x.shape };
    const from = address(x);
    const y = output(x.shape);
    kernels.clamp(from, address(y), size, ...bounds);
    return y;
  };
}

function reluGrad(
  { address, output, pending }: Workspace,
  kernels: Kernels,
): Kernel<{ y: TensorInfo; dy: TensorInfo }, { highest: number }> {
  return ({ y, dy }, { highest }) => {
    const work = pending(dy);
    if (work?.kind === 'maxPoolGradient' && work.pooled === y.dataId && highest === Infinity)
      return { ...work.compute(true), shape: y.shape };
    const [from, upstream] = [address(y), address(dy)];
    const dx = output(y.shape);
    const size = util.sizeFromShape(y.shape);
    if (size > 0) kernels.reluGrad(from, upstream, address(dx), size, highest);
    return dx;
  };
}
