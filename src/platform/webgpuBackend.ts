import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { StartOptions } from '../core/backend.ts';
import { LabError } from '../core/errors.ts';
import { bufferTrimmer } from '../kernels/webgpu/bufferTrimmer.ts';
import { busyBatch } from '../kernels/webgpu/busyBatch.ts';
import { calibrate, type Stopwatch } from '../kernels/webgpu/calibrate.ts';
import { fittingBatch } from '../kernels/webgpu/footprint.ts';
import { installWebGpuKernels } from '../kernels/webgpu/install.ts';
import * as tf from '../tensor/tf.ts';
import { type AdapterQuestion, chooseBatch, chooseForms } from './chooseForms.ts';
import type { Notes } from './notes.ts';
import type { OpenBackend } from './openBackend.ts';
import { selectBackend } from './selectBackend.ts';

export interface WebGpuOptions extends Pick<StartOptions, 'kernels'> {
  /** Take an adapter that the processor imitates. */
  readonly allowSoftware: boolean;
  /** Where the fastest programs of each adapter are kept. */
  readonly notes: Notes;
  /** Milliseconds from any start. */
  readonly now: () => number;
}

/**
 * The WebGPU backend on a device of our own, with the limits the adapter offers and an ear for errors, and our kernels in
 * front of the stock ones.
 *
 * TensorFlow.js listens neither to lost devices nor to validation errors, which do not throw: results would hang or be
 * wrong in silence. Software adapters are refused unless `allowSoftware`: they are slower than WebAssembly.
 */
export async function openWebGpu(
  gpu: GPU | undefined,
  { allowSoftware, kernels, notes, now }: WebGpuOptions,
): Promise<OpenBackend> {
  const adapter = await gpu?.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new LabError('backend', gpu ? 'no adapter offered' : 'this browser has no WebGPU');
  const name = describeAdapter(adapter.info);
  if (isSoftware(adapter) && !allowSoftware) throw new LabError('backend', `${name} is a software adapter`);
  const device = await adapter.requestDevice({
    requiredLimits: raisedLimits(adapter.limits),
    requiredFeatures: features(adapter),
  });
  const lost = watch(device);
  tf.removeBackend('webgpu');
  tf.registerBackend('webgpu', () => new WebGPUBackend(device, adapter.info), 3);
  await selectBackend('webgpu');
  const backend = tf.backend() as WebGPUBackend; // the one that was registered above
  const drain = draining(backend);
  const fitBatch = (gradientOf: (images: number) => void, most: number) =>
    fittingBatch(backend, device.limits, gradientOf, most);
  const open = { adapter: name, lost, drain, fitBatch };
  if (kernels === 'stock') return open;
  const stopwatch = () => ({ now, drain, deadline: now() + calibrationMs });
  const question = { adapter: name, isSoftware: isSoftware(adapter), notes, backend, stopwatch };
  const gone = lost.then((reason) => Promise.reject(new LabError('backend', reason))); // what is timed would never end
  return { ...open, ...(await Promise.race([installed(question), gone])) };
}

const drainsPerTrim = 40; // a second or more of work

/** Waits until the device has done its work, and now and then gives memory back that nobody used for a while. */
function draining(backend: WebGPUBackend): () => Promise<void> {
  const trim = bufferTrimmer(backend);
  let drains = 0;
  return async () => {
    await backend.queue.onSubmittedWorkDone();
    if (++drains % drainsPerTrim === 0) trim();
  };
}

const calibrationMs = 250; // the program under way may take it to 300

interface Calibration extends Omit<AdapterQuestion<unknown>, 'measure'> {
  readonly backend: WebGPUBackend;
  readonly stopwatch: () => Stopwatch;
}

/** Puts our kernels in front and finds the batch that suits them, or says why that is not possible. */
async function installed({
  backend,
  stopwatch,
  ...question
}: Calibration): Promise<Pick<OpenBackend, 'stockKernels' | 'choice' | 'batch'>> {
  try {
    const choice = await chooseForms({ ...question, measure: () => calibrate(backend, stopwatch()) });
    installWebGpuKernels(choice);
    const batch = await chooseBatch({ ...question, measure: () => busyBatch(backend, stopwatch()) });
    return { choice, batch };
  } catch (error) {
    return { stockKernels: error instanceof Error ? error.message : String(error) };
  }
}

const limitNames = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupsPerDimension',
] as const;

const raisedLimits = (limits: GPUSupportedLimits) => Object.fromEntries(limitNames.map((name) => [name, limits[name]]));

const features = ({ features: offered }: GPUAdapter): GPUFeatureName[] =>
  offered.has('timestamp-query') ? ['timestamp-query'] : [];

function watch(device: GPUDevice): Promise<string> {
  const failed = new Promise<string>((resolve) => {
    device.addEventListener('uncapturederror', ({ error }) => resolve(`device error: ${error.message}`));
  });
  return Promise.race([failed, device.lost.then(({ reason, message }) => `device lost (${reason}): ${message}`)]);
}

const describeAdapter = ({ vendor, architecture, device, description }: GPUAdapterInfo): string =>
  description || [vendor, architecture, device].filter(Boolean).join(' ') || 'unnamed adapter';

function isSoftware(adapter: GPUAdapter): boolean {
  const { isFallbackAdapter } = adapter as { isFallbackAdapter?: boolean }; // moved to `info` in newer browsers
  const text = describeAdapter(adapter.info) + adapter.info.architecture;
  return (
    isFallbackAdapter === true ||
    adapter.info.isFallbackAdapter === true ||
    /swiftshader|llvmpipe|basic render/i.test(text)
  );
}
