import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';

/** The private members of the buffer manager of tfjs 4.22 that are needed here. */
interface Hoard {
  /** Unused buffers by size and usage. */
  readonly freeBuffers: Map<string, GPUBuffer[]>;
  numFreeBuffers: number;
  numBytesAllocated: number;
}

/**
 * Gives back memory that the backend hoards: it keeps every buffer for the next tensor of exactly the same size, and
 * attacks work on as many sizes as there are images still standing.
 *
 * @returns a function that frees the unused buffers of all sizes that nobody asked for since its last call
 */
export function bufferTrimmer({ bufferManager }: WebGPUBackend): () => void {
  const acquire = bufferManager.acquireBuffer;
  const recent = new Set<string>();
  bufferManager.acquireBuffer = (size, usage, ...rest) => {
    recent.add(`${size}_${usage}`);
    return acquire.call(bufferManager, size, usage, ...rest);
  };
  const hoard = bufferManager as unknown as Hoard;
  return () => {
    for (const [key, buffers] of hoard.freeBuffers) {
      if (recent.has(key)) continue;
      for (const buffer of buffers.splice(0)) {
        hoard.numFreeBuffers--;
        hoard.numBytesAllocated -= buffer.size;
        buffer.destroy();
      }
    }
    recent.clear();
  };
}
