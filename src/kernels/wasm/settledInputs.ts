import { getKernelsForBackend, Reshape, type TensorInfo } from '@tensorflow/tfjs-core';
import { overrideKernel, type Restore } from './overrideKernel.ts';
import type { Workspace } from './workspace.ts';

/**
 * Computes deferred inputs before a stock kernel sees them. Such a kernel would find them too, but perhaps with a view of
 * another tensor already in hand, and computing may allocate, which moves the memory from under the view. Call it before
 * kernels of ours are put in front, so that it also holds for the cases these leave to the stock kernels.
 */
export const settleInputsOfStockKernels = ({ settle }: Workspace): Restore[] =>
  getKernelsForBackend('wasm')
    .map(({ kernelName }) => kernelName)
    .filter((kernelName) => kernelName !== Reshape) // which reads nothing
    .map((kernelName) =>
      overrideKernel(kernelName, (inputs: Readonly<Record<string, TensorInfo>>) => {
        for (const input of Object.values(inputs)) settle(input);
        return null;
      }),
    );
