import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { AttackStep, type AttackStepAttrs } from '../attackStep.ts';
import type { Kernels } from './kernelModule.ts';
import { overrideKernel, type Restore } from './overrideKernel.ts';
import type { Workspace } from './workspace.ts';

type Inputs = { x: TensorInfo; gradient: TensorInfo; x0: TensorInfo };

/** One step of a projected gradient attack, image by image, so that no image depends on its batch. */
export function overrideAttackStep({ address, output }: Workspace, kernels: Kernels): Restore {
  return overrideKernel(AttackStep, ({ x, gradient, x0 }: Inputs, { norm, stride, epsilon }: AttackStepAttrs) => {
    const next = output(x.shape);
    const size = util.sizeFromShape(x.shape);
    if (size === 0) return next;
    const tensors = [address(x), address(gradient), address(x0), address(next)] as const;
    if (norm === 'linf') kernels.attackStepLinf(...tensors, size, stride, epsilon);
    else kernels.attackStepL2(...tensors, x.shape[0]!, size / x.shape[0]!, stride, epsilon);
    return next;
  });
}
