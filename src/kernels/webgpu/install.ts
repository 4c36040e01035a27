import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { engine, getKernel } from '@tensorflow/tfjs-core';
import { type KernelForms, usualForms } from '../../core/kernelForms.ts';
import { AttackStep } from '../attackStep.ts';
import { overrideAttackStep } from './attackStep.ts';
import { overrideFilterGradient } from './filterGradient.ts';
import { overrideInputGradient } from './inputGradient.ts';
import { steadyProducts } from './steadyProduct.ts';

/**
 * Puts our kernels in front of the stock kernels of the backend `webgpu`. Cases they do not cover (NCHW, dilation) go to the
 * stock kernel. Call it after `setBackend('webgpu')`.
 *
 * @returns a function that restores the former kernels
 * @throws Error when the backend is not ready or lacks a kernel that is needed
 */
export function installWebGpuKernels(forms: KernelForms = usualForms): () => void {
  const backend = engine().findBackend('webgpu') as WebGPUBackend | null; // registered under that name by its package
  if (!backend) throw new Error("webgpu kernels: expected a ready backend 'webgpu'; call setBackend('webgpu') first");
  if (getKernel(AttackStep, 'webgpu')) throw new Error('webgpu kernels: already installed; uninstall them first');
  const restores = [
    steadyProducts(), // first: the input gradient may be a convolution
    overrideInputGradient(backend, forms.inputGradient),
    ...(forms.filterGradient[0] === 'tiles' ? [overrideFilterGradient(backend)] : []),
    overrideAttackStep(backend),
  ];
  return () => {
    for (const restore of restores.splice(0).reverse()) restore();
  };
}
