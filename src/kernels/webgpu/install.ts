import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { engine, FusedBatchNorm, type GradConfig, getKernel, Relu, Relu6 } from '@tensorflow/tfjs-core';
import { type KernelForms, usualForms } from '../../core/kernelForms.ts';
import { AttackStep } from '../attackStep.ts';
import { stockGradient } from '../overrideGradient.ts';
import { overrideReluGradients } from '../reluGradient.ts';
import { overrideAttackStep } from './attackStep.ts';
import { overrideBatchNorm } from './batchNorm.ts';
import { overrideBatchStatistics } from './batchStatistics.ts';
import { overrideCrossEntropy } from './crossEntropy.ts';
import { deferral } from './deferral.ts';
import { overrideElementwise } from './elementwise.ts';
import { overrideFilterGradient } from './filterGradient.ts';
import { overrideInputGradient } from './inputGradient.ts';
import { overrideLinear } from './linear.ts';
import { overridePacking } from './packing.ts';
import { steadyProducts } from './steadyProduct.ts';
import { queueUploads } from './uploads.ts';

/**
 * Puts our kernels in front of the stock kernels of the backend `webgpu`. Cases they do not cover (NCHW, dilation) go to the
 * stock kernel. Call it after `setBackend('webgpu')`.
 *
 * @returns a function that restores the former kernels
 * @throws Error when the backend is not ready or lacks a kernel or a gradient that is needed
 */
export function installWebGpuKernels(forms: KernelForms = usualForms): () => void {
  const backend = engine().findBackend('webgpu') as WebGPUBackend | null; // registered under that name by its package
  if (!backend) throw new Error("webgpu kernels: expected a ready backend 'webgpu'; call setBackend('webgpu') first");
  if (getKernel(AttackStep, 'webgpu')) throw new Error('webgpu kernels: already installed; uninstall them first');
  const [relu, relu6, batchNorm] = [Relu, Relu6, FusedBatchNorm].map(stockGradient) as [
    GradConfig,
    GradConfig,
    GradConfig,
  ];
  const later = deferral(backend);
  const restores = [
    queueUploads(backend),
    steadyProducts(), // first: the input gradient may be a convolution
    overrideInputGradient(backend, forms.inputGradient),
    ...(forms.filterGradient[0] === 'tiles' ? [overrideFilterGradient(backend, later)] : []),
    overrideAttackStep(backend),
    ...overrideCrossEntropy(backend),
    ...overrideElementwise(backend),
    ...overrideReluGradients('webgpu', relu, relu6),
    ...overridePacking(backend),
    ...overrideBatchNorm(backend, later, batchNorm),
    ...overrideBatchStatistics(backend),
    later.restore,
    ...overrideLinear(backend, later), // last: what is computed here goes to the kernels that serve by now
  ];
  return () => {
    for (const restore of restores.splice(0).reverse()) restore();
  };
}
