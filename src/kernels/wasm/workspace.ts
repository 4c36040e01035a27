import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { createDeferral, type Deferral } from './deferral.ts';
import type { Host } from './host.ts';
import { createLayouts, type Layouts } from './layouts.ts';

/** Addresses in the memory of the backend, in bytes. */
export interface Workspace extends Deferral, Omit<Layouts, 'release'> {
  /**
   * Where the values of a tensor start. That may compute a deferred tensor, so ask before you set the geometry or ask for
   * scratch space.
   */
  address(tensor: TensorInfo): number;
  /** A new float32 tensor with undefined values; owned by the caller. */
  output(shape: readonly number[]): TensorInfo;
  /** The values of a float32 tensor in place; valid until the next allocation, which may move the memory. */
  view(tensor: TensorInfo): Float32Array;
  /** At least `bytes` bytes, valid until the next call. */
  scratch(bytes: number): number;
  /** Another handle on the same values. */
  share(tensor: TensorInfo): TensorInfo;
  release(): void;
}

/** Allocates in the memory of the backend; scratch space grows to the largest request and stays until released. */
export function createWorkspace(host: Host): Workspace {
  const { backend, memory } = host;
  const layouts = createLayouts(host);
  const held = { address: 0, bytes: 0 };
  const releaseScratch = () => {
    if (held.address) backend.wasm._free(held.address);
    Object.assign(held, { address: 0, bytes: 0 });
  };
  const address = (tensor: TensorInfo) => allocated(backend.dataIdMap.get(tensor.dataId).memoryOffset);
  return {
    ...createDeferral(backend),
    keep: layouts.keep,
    address,
    view: (tensor) => new Float32Array(memory.buffer, address(tensor), util.sizeFromShape(tensor.shape)),
    output: (shape) => backend.makeOutput([...shape], 'float32'),
    scratch(bytes) {
      if (bytes > held.bytes) {
        releaseScratch();
        held.address = allocated(backend.wasm._malloc(bytes) >>> 0);
        held.bytes = bytes;
      }
      return held.address;
    },
    share({ dataId, shape, dtype }) {
      backend.incRef(dataId);
      return { dataId, shape, dtype };
    },
    release() {
      layouts.release();
      releaseScratch();
    },
  };
}

// malloc answers 0 when the memory is exhausted, and writing there would damage the backend
function allocated(address: number): number {
  if (address === 0) throw new Error('wasm kernels: out of memory; use a smaller batch');
  return address;
}
