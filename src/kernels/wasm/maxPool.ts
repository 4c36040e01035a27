import { backend_util, MaxPoolGrad, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { areFloats, passGeometry, type WindowAttrs } from './geometry.ts';
import type { Kernels } from './kernelModule.ts';
import { type Kernel, overrideKernel, type Restore } from './overrideKernel.ts';
import type { Workspace } from './workspace.ts';

type Inputs = { dy: TensorInfo; input: TensorInfo; output: TensorInfo };
type Attrs = WindowAttrs & { filterSize: [number, number] | number };

/** The gradient of max pooling; of equal maxima in a window, the first one takes it all. */
export function overrideMaxPoolGradient(workspace: Workspace, kernels: Kernels): Restore[] {
  return [overrideKernel(MaxPoolGrad, backprop(workspace, kernels))];
}

function backprop({ address, output, defer }: Workspace, kernels: Kernels): Kernel<Inputs, Attrs> {
  return ({ dy, input, output: y }, { filterSize, strides, pad, dimRoundingMode }) => {
    if (!areFloats(dy, input, y) || util.sizeFromShape(dy.shape) === 0) return null;
    const shape = input.shape as [number, number, number, number]; // pooling ops reshape to rank 4
    const info = backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
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
