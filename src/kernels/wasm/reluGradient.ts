import {
  engine,
  type GradConfig,
  registerGradient,
  type Tensor,
  unregisterGradient,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { type Gradient, overrideGradient } from './overrideGradient.ts';
import type { Restore } from './overrideKernel.ts';

/** A kernel of ours: dx = dy where lowest < x ≤ highest, else 0; float32 only. */
export const ReluGrad = 'ReluGrad';

/** On the backend `wasm`, relu and relu6 pass their gradients on in one kernel instead of three to five. */
export function overrideReluGradients(relu: GradConfig, relu6: GradConfig): Restore[] {
  registerGradient(gradientOfReluGrad);
  return [
    () => unregisterGradient(ReluGrad),
    overrideGradient(relu, clampGradient(Number.POSITIVE_INFINITY)),
    overrideGradient(relu6, clampGradient(6)),
  ];
}

const clampGradient =
  (highest: number): Gradient =>
  (dy, saved) => {
    const [x] = saved as [Tensor]; // what inputsToSave of the stock gradients names
    return x.dtype === 'float32' ? { x: () => reluGrad(x, dy, highest) } : null;
  };

const gradientOfReluGrad: GradConfig = {
  kernelName: ReluGrad,
  inputsToSave: ['x'],
  gradFunc: (ddx, saved, attrs) => {
    const [x] = saved as [Tensor]; // what inputsToSave names
    const { highest } = attrs as { highest: number }; // given by reluGrad
    return { x: () => zerosLike(x), dy: () => reluGrad(x, ddx as Tensor, highest) };
  },
};

// the kernel has one output
const reluGrad = (x: Tensor, dy: Tensor, highest: number): Tensor =>
  engine().runKernel(ReluGrad, { x, dy }, { highest }) as Tensor;
