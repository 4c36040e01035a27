import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { BatchMoments, BatchNormSlopes, type BatchNormSlopesAttrs } from '../batchStatistics.ts';
import type { Kernels } from './kernelModule.ts';
import { overrideKernel, type Restore } from './overrideKernel.ts';
import type { Workspace } from './workspace.ts';

type SlopeInputs = Readonly<Record<'dy' | 'x' | 'mean' | 'variance' | 'gamma', TensorInfo>>;

/** Batch norm by the statistics of the batch: each number is read twice on the way forward and three times on the way back. */
export function overrideBatchStatistics({ address, output, scratch }: Workspace, kernels: Kernels): Restore[] {
  return [
    overrideKernel(BatchMoments, ({ x }: { x: TensorInfo }) => {
      const { rows, channels } = sizesOf(x);
      const from = address(x);
      const [mean, variance] = [output([channels]), output([channels])];
      kernels.batchMoments(from, address(mean), address(variance), rows, channels, scratch(4 * channels));
      return [mean, variance];
    }),
    overrideKernel(BatchNormSlopes, (inputs: SlopeInputs, { epsilon }: BatchNormSlopesAttrs) => {
      const { dy, x, mean, variance, gamma } = inputs;
      const { rows, channels } = sizesOf(x);
      const from = [address(dy), address(x), address(mean), address(variance), address(gamma)] as const;
      const [dx, dGamma, dBeta] = [output(x.shape), output([channels]), output([channels])];
      const into = [address(dx), address(dGamma), address(dBeta)] as const;
      kernels.batchNormSlopes(...from, epsilon, ...into, rows, channels, scratch(12 * channels));
      return [dx, dGamma, dBeta];
    }),
  ];
}

function sizesOf({ shape }: TensorInfo): { readonly rows: number; readonly channels: number } {
  const channels = shape.at(-1)!; // images have four dimensions
  return { rows: util.sizeFromShape(shape) / channels, channels };
}
