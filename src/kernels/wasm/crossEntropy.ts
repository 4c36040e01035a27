import {
  cast,
  engine,
  expandDims,
  type GradConfig,
  mul,
  oneHot,
  registerGradient,
  softmax,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type TensorInfo,
  unregisterGradient,
} from '@tensorflow/tfjs-core';
import { CrossEntropy, CrossEntropyGrad } from '../crossEntropy.ts';
import type { Kernels } from './kernelModule.ts';
import { overrideKernel, type Restore } from './overrideKernel.ts';
import type { Workspace } from './workspace.ts';

type Inputs = { logits: TensorInfo; labels: TensorInfo };

/** Softmax cross-entropy in one pass over the logits, and its gradient in another. */
export function overrideCrossEntropy({ address, output }: Workspace, kernels: Kernels): Restore[] {
  registerGradient(gradient);
  registerGradient(gradientOfGradient);
  return [
    () => unregisterGradient(CrossEntropy),
    () => unregisterGradient(CrossEntropyGrad),
    overrideKernel(CrossEntropy, ({ logits, labels }: Inputs) => {
      const [n, k] = logits.shape as [number, number];
      const from = [address(logits), address(labels)] as const;
      const losses = output([n]);
      kernels.crossEntropy(...from, address(losses), n, k);
      return losses;
    }),
    overrideKernel(CrossEntropyGrad, ({ logits, labels, dy }: Inputs & { dy: TensorInfo }) => {
      const [n, k] = logits.shape as [number, number];
      const from = [address(logits), address(labels), address(dy)] as const;
      const slopes = output([n, k]);
      kernels.crossEntropyGrad(...from, address(slopes), n, k);
      return slopes;
    }),
  ];
}

const gradient: GradConfig = {
  kernelName: CrossEntropy,
  inputsToSave: ['logits', 'labels'],
  gradFunc: (upstream, saved) => {
    const [logits, labels] = saved as [Tensor, Tensor]; // what inputsToSave names
    const dy = upstream as Tensor; // the kernel has one output
    return { logits: () => engine().runKernel(CrossEntropyGrad, { logits, labels, dy }) as Tensor };
  },
};

/** With p = softmax(z): the derivatives of dy · (p − onehot(y)), composed of operations. */
const gradientOfGradient: GradConfig = {
  kernelName: CrossEntropyGrad,
  inputsToSave: ['logits', 'labels', 'dy'],
  gradFunc: (upstream, saved) => {
    const [logits, labels, dy] = saved as [Tensor2D, Tensor1D, Tensor1D]; // what inputsToSave names
    const g = upstream as Tensor2D; // the kernel has one output
    const p = softmax(logits);
    const weighted = mul(p, sub(g, sum(mul(g, p), 1, true)));
    const target = cast(oneHot(labels, logits.shape[1]), 'float32');
    return {
      logits: () => mul(weighted, expandDims(dy, 1)),
      dy: () => sum(mul(g, sub(p, target)), 1),
    };
  },
};
