import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { AdamStep, type AdamStepAttrs, SgdStep, type SgdStepAttrs } from '../optimizerStep.ts';
import type { Kernels } from './kernelModule.ts';
import { overrideKernel, type Restore } from './overrideKernel.ts';
import type { Workspace } from './workspace.ts';

type AdamInputs = Readonly<Record<'x' | 'first' | 'second' | 'gradient', TensorInfo>>;
type SgdInputs = Readonly<Record<'x' | 'gradient', TensorInfo>>;

/** Updates of variables in one pass. They write new tensors: data never changes once written. */
export function overrideOptimizers({ address, output }: Workspace, kernels: Kernels): Restore[] {
  return [
    overrideKernel(AdamStep, ({ x, first, second, gradient }: AdamInputs, attrs: AdamStepAttrs) => {
      const { rate, beta1, beta2, epsilon } = attrs;
      const from = [address(x), address(first), address(second), address(gradient)] as const;
      const next = [output(x.shape), output(x.shape), output(x.shape)] as const;
      const [nextX, nextFirst, nextSecond] = [address(next[0]), address(next[1]), address(next[2])];
      const size = util.sizeFromShape(x.shape);
      const weights = [beta1, 1 - beta1, beta2, 1 - beta2] as const;
      kernels.adamStep(...from, nextX, nextFirst, nextSecond, size, rate, ...weights, epsilon);
      return [...next];
    }),
    overrideKernel(SgdStep, ({ x, gradient }: SgdInputs, { rate }: SgdStepAttrs) => {
      const from = [address(x), address(gradient)] as const;
      const next = output(x.shape);
      kernels.sgdStep(...from, address(next), util.sizeFromShape(x.shape), rate);
      return next;
    }),
  ];
}
