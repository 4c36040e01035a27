import { FusedBatchNorm, type GradConfig, getKernel, Relu, Relu6 } from '@tensorflow/tfjs-core';
import { stockGradient } from '../overrideGradient.ts';
import { overrideReluGradients } from '../reluGradient.ts';
import { overrideAttackStep } from './attackStep.ts';
import { overrideBatchNorm } from './batchNorm.ts';
import { overrideBatchStatistics } from './batchStatistics.ts';
import { overrideConvolution } from './convolution.ts';
import { overrideCrossEntropy } from './crossEntropy.ts';
import { overrideDepthwiseGradients } from './depthwise.ts';
import { overrideElementwise } from './elementwise.ts';
import { overrideGather } from './gather.ts';
import { findHost } from './host.ts';
import { instantiateKernels } from './kernelModule.ts';
import { overrideMatMul } from './matMul.ts';
import { overrideMedian } from './median.ts';
import { overrideOptimizers } from './optimizer.ts';
import { overridePooling } from './pooling.ts';
import { overrideReductions } from './reductions.ts';
import { hasRelaxedSimd } from './relaxedSimd.ts';
import { settleInputsOfStockKernels } from './settledInputs.ts';
import { overrideSlice } from './slice.ts';
import { createWorkspace } from './workspace.ts';

/** `simd` gives the same bits on every machine; `relaxed` is faster where the processor fuses products and sums, which rounds otherwise. */
export type KernelVariant = 'simd' | 'relaxed';
/** Fetches and compiles `kernels-{variant}.wasm`. */
export type LoadKernelModule = (variant: KernelVariant) => Promise<WebAssembly.Module>;

/**
 * Puts fast kernels in front of the stock kernels of the backend `wasm` and adds the gradients of convolution which
 * that backend lacks. Cases they do not cover (NCHW, dilation, broadcasting, unusual activations) go to the stock
 * kernel. Call it after `setBackend('wasm')` and with the flag WASM_HAS_MULTITHREAD_SUPPORT set to false before.
 *
 * @returns a function that restores the former kernels and gradients
 * @throws Error when the backend is not ready, is multithreaded or lacks an undocumented member that is needed, or
 * when the module cannot be loaded; the stock kernels are then left in place
 */
export async function installWasmKernels(
  load: LoadKernelModule,
  { variant = 'simd' }: { variant?: KernelVariant } = {},
): Promise<() => void> {
  const host = findHost();
  const [relu, relu6, batchNorm] = [Relu, Relu6, FusedBatchNorm].map(stockGradient) as [
    GradConfig,
    GradConfig,
    GradConfig,
  ];
  if (variant === 'relaxed' && !hasRelaxedSimd()) throw new Error('wasm kernels: this engine has no relaxed SIMD');
  const kernels = await instantiateKernels(await load(variant), host.memory);
  if (getKernel('ReluGrad', 'wasm')) throw new Error('wasm kernels: already installed; uninstall them first');

  const workspace = createWorkspace(host);
  const restores = [
    workspace.release,
    ...settleInputsOfStockKernels(workspace),
    ...overrideConvolution(workspace, kernels),
    ...overrideDepthwiseGradients(workspace, kernels),
    ...overrideMatMul(workspace, kernels),
    ...overridePooling(workspace, kernels),
    ...overrideElementwise(workspace, kernels),
    overrideSlice(workspace),
    overrideGather(workspace),
    overrideMedian(workspace, kernels),
    overrideAttackStep(workspace, kernels),
    ...overrideOptimizers(workspace, kernels),
    ...overrideCrossEntropy(workspace, kernels),
    ...overrideReductions(workspace, kernels),
    ...overrideReluGradients('wasm', relu, relu6),
    ...overrideBatchNorm(workspace, kernels, batchNorm),
    ...overrideBatchStatistics(workspace, kernels),
  ];
  return () => {
    for (const restore of restores.splice(0).reverse()) restore();
  };
}
