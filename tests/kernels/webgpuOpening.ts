import '@tensorflow/tfjs-layers'; // registers the gradients
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { AttackStep } from '../../src/kernels/attackStep.ts';
import { calibrate } from '../../src/kernels/webgpu/calibrate.ts';
import { browserNotes } from '../../src/platform/browserNotes.ts';
import { openWebGpu, type WebGpuOptions } from '../../src/platform/webgpuBackend.ts';

/** What stands open after `openWebGpu` on the software adapter. */
export async function open(kernels: WebGpuOptions['kernels']) {
  const options = { allowSoftware: true, kernels, notes: browserNotes(), now: () => performance.now() };
  const { adapter, stockKernels, choice } = await openWebGpu(navigator.gpu, options);
  return { adapter, stockKernels, choice, ours: (tf.getKernel(AttackStep, 'webgpu') as unknown) !== undefined };
}

/** What the calibration finds when it is given time, and whether notes come back. */
export async function calibrated() {
  await open('stock');
  const drain = () => (tf.backend() as WebGPUBackend).queue.onSubmittedWorkDone();
  const watch = { now: () => performance.now(), drain };
  const forms = await calibrate(tf.backend() as WebGPUBackend, { ...watch, deadline: Number.POSITIVE_INFINITY });
  const late = await calibrate(tf.backend() as WebGPUBackend, { ...watch, deadline: 0 });
  await browserNotes().write('test', forms);
  return { forms, late, noted: await browserNotes().read('test'), tensors: tf.memory().numTensors };
}

/** What `lost` says after the device was taken away, or was asked for more than it can hold. */
export async function lostBy(misfortune: 'destroyed' | 'too large'): Promise<string> {
  const options = { allowSoftware: true, notes: browserNotes(), now: () => performance.now() };
  const { lost } = await openWebGpu(navigator.gpu, options);
  const { device } = tf.backend() as WebGPUBackend;
  if (misfortune === 'destroyed') device.destroy();
  else tf.fill([device.limits.maxBufferSize / 4 + 1000], 1);
  return lost!;
}
