import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { util } from '@tensorflow/tfjs-core';
import type { Restore } from './overrideKernel.ts';

/**
 * Brings numbers to the device through its queue. The stock backend makes a mapped buffer for every tensor it brings there,
 * even for a scalar: an allocation by the driver, which takes longer than most shaders.
 *
 * The queue writes before the commands that are recorded but not handed over yet. None of them uses the buffer, because a
 * buffer is not reused before the commands that use it are handed over.
 */
export function queueUploads(backend: WebGPUBackend): Restore {
  const stock = backend.uploadToGPU;
  backend.uploadToGPU = (dataId) => {
    const data = backend.tensorMap.get(dataId);
    if (data.resource || !data.values || data.values.length === 0 || data.dtype === 'string')
      return stock.call(backend, dataId);
    const values = numbersOf(data.values as ArrayLike<number>, data.dtype);
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
    const size = 4 * util.sizeFromShape(data.shape);
    const buffer = backend.bufferManager.acquireBuffer(size, usage);
    backend.queue.writeBuffer(buffer, 0, values.buffer, values.byteOffset, size);
    data.values = null as never; // as the stock method does: the device has them now
    data.resource = buffer;
  };
  return () => {
    backend.uploadToGPU = stock;
  };
}

/** Numbers as shaders read them, without a copy where they are that already. */
function numbersOf(values: ArrayLike<number>, dtype: string): Int32Array<ArrayBuffer> | Float32Array<ArrayBuffer> {
  const Kind = dtype === 'float32' ? Float32Array : Int32Array;
  return values instanceof Kind ? (values as Float32Array<ArrayBuffer>) : Kind.from(values);
}
