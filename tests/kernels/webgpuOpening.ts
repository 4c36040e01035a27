import '@tensorflow/tfjs-layers'; // registers the gradients
import * as tf from '@tensorflow/tfjs-core';
import { AttackStep } from '../../src/kernels/attackStep.ts';
import { openWebGpu, type WebGpuOptions } from '../../src/platform/webgpuBackend.ts';

/** What stands open after `openWebGpu` on the software adapter. */
export async function open(kernels: WebGpuOptions['kernels']) {
  const { adapter, stockKernels } = await openWebGpu(navigator.gpu, { allowSoftware: true, kernels });
  return { adapter, stockKernels, ours: (tf.getKernel(AttackStep, 'webgpu') as unknown) !== undefined };
}
