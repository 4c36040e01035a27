import { AvgPool, AvgPoolGrad, backend_util, MaxPool, MaxPoolGrad, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { areFloats, type Geometry, passGeometry, type WindowAttrs } from './geometry.ts';
import type { Kernels } from './kernelModule.ts';
import { type Kernel, overrideKernel, type Restore } from './overrideKernel.ts';
import type { Workspace } from './workspace.ts';

type Attrs = WindowAttrs & { filterSize: [number, number] | number };
type MaxGradInputs = { dy: TensorInfo; input: TensorInfo; output: TensorInfo };

/** Max and average pooling and their gradients; of equal maxima in a window, the first one takes all of dy. */
export function overridePooling(workspace: Workspace, kernels: Kernels): Restore[] {
  return [
    overrideKernel(MaxPool, pool(workspace, kernels, kernels.maxPool)),
    overrideKernel(AvgPool, pool(workspace, kernels, kernels.avgPool)),
    overrideKernel(MaxPoolGrad, backpropMax(workspace, kernels)),
    overrideKernel(AvgPoolGrad, backpropAverage(workspace, kernels)),
  ];
}

/** Null for empty tensors. */
function poolGeometry(x: TensorInfo, { filterSize, strides, pad, dimRoundingMode }: Attrs): Geometry | null {
  const shape = x.shape as [number, number, number, number]; // pooling ops reshape to rank 4
  const info = backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
  return util.sizeFromShape(x.shape) > 0 && util.sizeFromShape(info.outShape) > 0 ? info : null;
}

function pool(
  { address, output }: Workspace,
  kernels: Kernels,
  compute: Kernels['maxPool'],
): Kernel<{ x: TensorInfo }, Attrs> {
  return ({ x }, attrs) => {
    const info = areFloats(x) && poolGeometry(x, attrs);
    if (!info) return null;
    const from = address(x);
    passGeometry(kernels, info);
    const y = output(info.outShape);
    compute(from, address(y));
    return y;
  };
}

function backpropMax({ address, output, defer }: Workspace, kernels: Kernels): Kernel<MaxGradInputs, Attrs> {
  return ({ dy, input, output: y }, attrs) => {
    const info = areFloats(dy, input, y) && poolGeometry(input, attrs);
    if (!info) return null;
    const compute = (throughRelu: boolean) => {
      const from = [address(input), address(y), address(dy)] as const;
      passGeometry(kernels, info);
      const dx = output(input.shape);
      kernels.maxPoolGrad(...from, address(dx), throughRelu);
      return dx;
    };
    return defer(input.shape, { kind: 'maxPoolGradient', inputs: [dy, input, y], pooled: input.dataId, compute });
  };
}

function backpropAverage(
  { address, output }: Workspace,
  kernels: Kernels,
): Kernel<{ dy: TensorInfo; input: TensorInfo }, Attrs> {
  return ({ dy, input }, attrs) => {
    const info = areFloats(dy, input) && poolGeometry(input, attrs);
    if (!info) return null;
    const from = address(dy);
    passGeometry(kernels, info);
    const dx = output(input.shape);
    kernels.avgPoolGrad(from, address(dx));
    return dx;
  };
}
