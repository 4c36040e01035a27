import type { TensorInfo } from '@tensorflow/tfjs-core';
import { CrossEntropy, CrossEntropyGrad, shareCrossEntropyGradients } from '../crossEntropy.ts';
import type { Kernels } from './kernelModule.ts';
import { overrideKernel, type Restore } from './overrideKernel.ts';
import type { Workspace } from './workspace.ts';

type Inputs = { logits: TensorInfo; labels: TensorInfo };

/** Softmax cross-entropy in one pass over the logits, and its gradient in another. */
export function overrideCrossEntropy({ address, output }: Workspace, kernels: Kernels): Restore[] {
  return [
    ...shareCrossEntropyGradients(),
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
