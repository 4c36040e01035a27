import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { compileAhead } from './compileAhead.ts';

/** Most bytes that some work holds on the device at once, and the size of its largest buffer. */
export interface Footprint {
  readonly peak: number;
  readonly largest: number;
}

export interface DeviceLimits {
  readonly maxBufferSize: number;
  readonly maxStorageBufferBindingSize: number;
}

/** Measures some work without doing it, which also compiles its shaders. */
export async function footprint(backend: WebGPUBackend, work: () => void): Promise<Footprint> {
  const { bufferManager } = backend;
  const acquire = bufferManager.acquireBuffer;
  let [peak, largest] = [0, 0];
  bufferManager.acquireBuffer = (size, ...rest) => {
    const buffer = acquire.call(bufferManager, size, ...rest);
    peak = Math.max(peak, backend.memory().numBytesInGPU);
    largest = Math.max(largest, size);
    return buffer;
  };
  try {
    await compileAhead(backend, work);
  } finally {
    bufferManager.acquireBuffer = acquire;
  }
  return { peak, largest };
}

const few = 1;
const many = 8;
const budgetBytes = 2 ** 29; // WebGPU does not tell how much memory there is; half a gibibyte is free on any adapter

/**
 * How many images a device takes at once, up to `most`: one gradient must fit the memory, and each of its tensors one
 * binding. Compiles the shaders of the gradient on the way.
 */
export async function fittingBatch(
  backend: WebGPUBackend,
  limits: DeviceLimits,
  gradientOf: (images: number) => void,
  most: number,
): Promise<number> {
  const small = await footprint(backend, () => gradientOf(few));
  const large = await footprint(backend, () => gradientOf(many));
  const binding = Math.min(limits.maxBufferSize, limits.maxStorageBufferBindingSize);
  const byBinding = binding / perImage(small.largest, large.largest);
  const byMemory = budgetBytes / perImage(small.peak, large.peak);
  return Math.max(1, Math.min(most, Math.floor(byBinding), Math.floor(byMemory)));
}

/** What one more image adds; where weights outweigh the images, what it can add at most. */
const perImage = (small: number, large: number): number =>
  large > small ? (large - small) / (many - few) : large / many;
