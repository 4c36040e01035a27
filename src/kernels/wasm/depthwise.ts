import {
  DepthwiseConv2dNativeBackpropFilter,
  DepthwiseConv2dNativeBackpropInput,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import { areFloats, convGeometry, passGeometry, type WindowAttrs } from './geometry.ts';
import type { Kernels } from './kernelModule.ts';
import { type Kernel, overrideKernel, type Restore } from './overrideKernel.ts';
import type { Workspace } from './workspace.ts';

type InputAttrs = WindowAttrs & { inputShape: number[] };
type FilterAttrs = WindowAttrs & { filterShape: number[] };
const depthwise = { depthwise: true } as const;

/** The gradients of depthwise convolution, which the stock backend lacks. */
export function overrideDepthwiseGradients(workspace: Workspace, kernels: Kernels): Restore[] {
  return [
    overrideKernel(DepthwiseConv2dNativeBackpropInput, backpropInput(workspace, kernels)),
    overrideKernel(DepthwiseConv2dNativeBackpropFilter, backpropFilter(workspace, kernels)),
  ];
}

function backpropInput(
  { address, output }: Workspace,
  kernels: Kernels,
): Kernel<{ dy: TensorInfo; filter: TensorInfo }, InputAttrs> {
  return ({ dy, filter }, attrs) => {
    const info = areFloats(dy, filter) && convGeometry(attrs.inputShape, filter.shape, attrs, depthwise);
    if (!info) return null;
    const from = [address(dy), address(filter)] as const;
    passGeometry(kernels, info);
    const dx = output(info.inShape);
    kernels.depthwiseBackpropInput(...from, address(dx));
    return dx;
  };
}

function backpropFilter(
  { address, output, defer }: Workspace,
  kernels: Kernels,
): Kernel<{ x: TensorInfo; dy: TensorInfo }, FilterAttrs> {
  return ({ x, dy }, attrs) => {
    const info = areFloats(x, dy) && convGeometry(x.shape, attrs.filterShape, attrs, depthwise);
    if (!info) return null;
    const compute = () => {
      const from = [address(x), address(dy)] as const;
      passGeometry(kernels, info);
      const dFilter = output(info.filterShape);
      kernels.depthwiseBackpropFilter(...from, address(dFilter));
      return dFilter;
    };
    return defer(info.filterShape, { kind: 'plain', inputs: [x, dy], compute });
  };
}
