import { engine, type GradConfig, type Tensor, zerosLike } from '@tensorflow/tfjs-core';
import { type Gradient, overrideGradient, shareGradient } from './overrideGradient.ts';
import type { Restore } from './overrideKernel.ts';

/** A kernel of ours: dx = dy where 0 < y ≤ highest, else 0; float32 only. */
export const ReluGrad = 'ReluGrad';

/** On a backend with the kernel `ReluGrad`, relu and relu6 pass their gradients on in it instead of three to five kernels. */
export function overrideReluGradients(backendName: string, relu: GradConfig, relu6: GradConfig): Restore[] {
  return [
    shareGradient(gradientOfReluGrad),
    overrideGradient(backendName, relu, throughRelu, { outputsToSave: [true] }),
    overrideGradient(backendName, relu6, throughRelu6),
  ];
}

// y is positive where x is, and x may never have been computed: see wasm/deferral.ts
const throughRelu: Gradient = (dy, saved) => {
  const [, y] = saved as [Tensor, Tensor]; // x as in the stock gradient, and the output
  return y.dtype === 'float32' ? { x: () => reluGrad(y, dy, Infinity) } : null;
};

const throughRelu6: Gradient = (dy, saved) => {
  const [x] = saved as [Tensor]; // as in the stock gradient; where y is 6, only x tells whether it was cut off
  return x.dtype === 'float32' ? { x: () => reluGrad(x, dy, 6) } : null;
};

const gradientOfReluGrad: GradConfig = {
  kernelName: ReluGrad,
  inputsToSave: ['y'],
  gradFunc: (ddx, saved, attrs) => {
    const [y] = saved as [Tensor]; // what inputsToSave names
    const { highest } = attrs as { highest: number }; // given by reluGrad
    return { y: () => zerosLike(y), dy: () => reluGrad(y, ddx as Tensor, highest) };
  },
};

// the kernel has one output
const reluGrad = (y: Tensor, dy: Tensor, highest: number): Tensor =>
  engine().runKernel(ReluGrad, { y, dy }, { highest }) as Tensor;
