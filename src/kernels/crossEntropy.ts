import {
  cast,
  engine,
  expandDims,
  type GradConfig,
  mul,
  oneHot,
  softmax,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import { shareGradient } from './overrideGradient.ts';
import type { Restore } from './overrideKernel.ts';

/**
 * Kernels of ours: logΣexp(z) − z_y of every row in one pass, and its gradient. Inputs `logits`, `[n, k]` float32, and
 * `labels`, `[n]` int32 in [0, k); the gradient also takes `dy`, `[n]`. Stable for any finite logits.
 */
export const CrossEntropy = 'CrossEntropy';
export const CrossEntropyGrad = 'CrossEntropyGrad';

/** Registers the gradients of both kernels, for a backend that has them. */
export const shareCrossEntropyGradients = (): Restore[] => [gradient, gradientOfGradient].map(shareGradient);

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
