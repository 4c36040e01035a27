import {
  Conv2D,
  Conv2DBackpropFilter,
  Conv2DBackpropInput,
  FusedConv2D,
  type TensorInfo,
  util,
} from '@tensorflow/tfjs-core';
import { activationBounds, type Bounds, unbounded } from './activationBounds.ts';
import { areFloats, convGeometry, type Geometry, passGeometry, type WindowAttrs } from './geometry.ts';
import type { Kernels } from './kernelModule.ts';
import { type Kernel, overrideKernel, type Restore } from './overrideKernel.ts';
import type { Workspace } from './workspace.ts';

type ForwardInputs = { x: TensorInfo; filter: TensorInfo; bias?: TensorInfo };
type ForwardAttrs = WindowAttrs & { activation?: string };
type InputAttrs = WindowAttrs & { inputShape: number[] };
type FilterAttrs = WindowAttrs & { filterShape: number[] };

/** Convolution, with bias and activation if fused, and its gradients. */
export function overrideConvolution(workspace: Workspace, kernels: Kernels): Restore[] {
  const forward = convolve(workspace, kernels);
  return [
    overrideKernel(Conv2D, forward),
    overrideKernel(FusedConv2D, forward),
    overrideKernel(Conv2DBackpropInput, backpropInput(workspace, kernels)),
    overrideKernel(Conv2DBackpropFilter, backpropFilter(workspace, kernels)),
  ];
}

function convolve(workspace: Workspace, kernels: Kernels): Kernel<ForwardInputs, ForwardAttrs> {
  const { address, output, scratch, defer } = workspace;
  const run = ({ x, filter }: ForwardInputs, info: Geometry, bias: TensorInfo | undefined, bounds: Bounds) => {
    const from = [address(x), address(filter), bias ? address(bias) : 0] as const;
    passGeometry(kernels, info);
    const work = scratch(kernels.convScratchBytes());
    const y = output(info.outShape);
    kernels.convForward(...from, address(y), ...bounds, work);
    return y;
  };
  return (inputs, attrs) => {
    const { x, filter, bias } = inputs;
    const bounds = activationBounds(attrs.activation);
    const info = bounds && areFloats(x, filter) && convGeometry(x.shape, filter.shape, attrs);
    if (!info || (bias && util.sizeFromShape(bias.shape) !== info.outChannels)) return null;
    if (bounds !== unbounded) return run(inputs, info, bias, bounds);
    return defer(info.outShape, {
      kind: 'linear',
      inputs: bias ? [x, filter, bias] : [x, filter],
      channels: bias ? 0 : info.outChannels,
      compute: (more, clamp) => run(inputs, info, bias ?? more, clamp),
    });
  };
}

function backpropInput(
  workspace: Workspace,
  kernels: Kernels,
): Kernel<{ dy: TensorInfo; filter: TensorInfo }, InputAttrs> {
  const { address, output, scratch } = workspace;
  return ({ dy, filter }, attrs) => {
    const info = areFloats(dy, filter) && convGeometry(attrs.inputShape, filter.shape, attrs);
    if (!info) return null;
    const from = [address(dy), address(filter)] as const;
    passGeometry(kernels, info);
    const work = scratch(kernels.convScratchBytes());
    const dx = output(info.inShape);
    kernels.convBackpropInput(...from, address(dx), work);
    return dx;
  };
}

function backpropFilter(
  workspace: Workspace,
  kernels: Kernels,
): Kernel<{ x: TensorInfo; dy: TensorInfo }, FilterAttrs> {
  const { address, output, scratch, defer } = workspace;
  return ({ x, dy }, attrs) => {
    const info = areFloats(x, dy) && convGeometry(x.shape, attrs.filterShape, attrs);
    if (!info) return null;
    const compute = () => {
      const from = [address(x), address(dy)] as const;
      passGeometry(kernels, info);
      const work = scratch(kernels.convScratchBytes());
      const dFilter = output(info.filterShape);
      kernels.convBackpropFilter(...from, address(dFilter), work);
      return dFilter;
    };
    return defer(info.filterShape, { kind: 'plain', inputs: [x, dy], compute });
  };
}
