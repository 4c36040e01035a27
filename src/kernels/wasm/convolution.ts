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
  const { address, output, defer } = workspace;
  const prepare = preparedBy(workspace, kernels, { forInput: false });
  const run = ({ x, filter }: ForwardInputs, info: Geometry, bias: TensorInfo | undefined, bounds: Bounds) => {
    const [startX, startFilter, startBias] = [address(x), address(filter), bias ? address(bias) : 0];
    const { prepared, work } = prepare(filter, startFilter, info);
    const y = output(info.outShape);
    kernels.convForward(startX, prepared, startBias, address(y), ...bounds, work);
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

/** Passes the geometry on, and gives the filter as it is needed and the scratch space of the kernel. */
function preparedBy({ scratch, keep }: Workspace, kernels: Kernels, { forInput }: { readonly forInput: boolean }) {
  return (filter: TensorInfo, start: number, info: Geometry) => {
    passGeometry(kernels, info);
    const [workBytes, bytes] = [kernels.convScratchBytes(), kernels.preparedFilterBytes(forInput)];
    const form = `conv ${forInput} ${info.filterShape} ${info.strideHeight} ${info.strideWidth}`;
    const work = scratch(workBytes + bytes);
    const write = (address: number) => kernels.prepareFilter(start, forInput, address, work);
    const kept = keep(filter, form, bytes, write);
    if (kept === undefined) write(work + workBytes);
    return { prepared: kept ?? work + workBytes, work };
  };
}

function backpropInput(
  workspace: Workspace,
  kernels: Kernels,
): Kernel<{ dy: TensorInfo; filter: TensorInfo }, InputAttrs> {
  const { address, output } = workspace;
  const prepare = preparedBy(workspace, kernels, { forInput: true });
  return ({ dy, filter }, attrs) => {
    const info = areFloats(dy, filter) && convGeometry(attrs.inputShape, filter.shape, attrs);
    if (!info) return null;
    const [startDy, startFilter] = [address(dy), address(filter)];
    const { prepared, work } = prepare(filter, startFilter, info);
    const dx = output(info.inShape);
    kernels.convBackpropInput(startDy, prepared, address(dx), work);
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
