import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { DataId, TensorInfo } from '@tensorflow/tfjs-core';
import type { Restore } from './overrideKernel.ts';

/** What is put off, and what may still be taken into it. */
export interface Work {
  /** Borrowed; what they are now is kept until the work is done. */
  readonly inputs: readonly TensorInfo[];
  /** How many numbers a bias has that may come; absent where none may. */
  readonly channels?: number;
  /** Whether a relu may come. */
  readonly activates: boolean;
  /** Does it now. */
  compute(inputs: readonly TensorInfo[], ending: Ending): TensorInfo;
}

export interface Ending {
  /** One number per channel. */
  readonly bias?: TensorInfo | undefined;
  readonly activation: 'linear' | 'relu';
}

export interface Deferral {
  /** A tensor that is computed when somebody looks at its numbers, and never if nobody does. */
  defer(shape: readonly number[], work: Work): TensorInfo;
  /** What a tensor waits for, if it waits. */
  pending(tensor: TensorInfo): Work | undefined;
  readonly restore: Restore;
}

/** The members of the backend of tfjs 4.22 that are needed here, some of them private. */
interface Store {
  readonly tensorMap: Map<DataId, Entry>;
  readonly commandQueueOwnedIds: WeakSet<DataId>;
  incRef(dataId: DataId): void;
  disposeData(dataId: DataId): boolean;
}

interface Entry {
  resource: unknown;
  readonly refCount: number;
}

/**
 * Puts work off until it is known what follows: TensorFlow.js adds biases and applies activations in shaders of their own as
 * soon as a gradient is wanted, although its products could do both.
 */
export function deferral(webgpu: WebGPUBackend): Deferral {
  const backend = webgpu as unknown as Store;
  const waiting = new Map<DataId, Work>();

  /** The buffer of a deferred tensor; none where it is freed without anybody having looked. */
  function buffer(dataId: DataId, entry: Entry): unknown {
    const work = waiting.get(dataId);
    waiting.delete(dataId);
    Object.defineProperty(entry, 'resource', { value: null, writable: true });
    if (!work) return null;
    if (entry.refCount > 0) {
      const { dataId: computed } = work.compute(work.inputs, { activation: 'linear' });
      entry.resource = backend.tensorMap.get(computed)!.resource;
      backend.tensorMap.delete(computed); // its buffer belongs to the deferred tensor from now on
      backend.commandQueueOwnedIds.add(dataId); // and is used by commands that may not be handed over yet
    }
    for (const input of work.inputs) backend.disposeData(input.dataId);
    return entry.resource;
  }

  return {
    defer(shape, work) {
      const inputs = work.inputs.map(({ dataId, shape, dtype }) => ({ dataId, shape, dtype })); // a variable moves on
      for (const { dataId } of inputs) backend.incRef(dataId);
      const tensor = webgpu.makeTensorInfo([...shape], 'float32');
      const entry = backend.tensorMap.get(tensor.dataId)!;
      waiting.set(tensor.dataId, { ...work, inputs });
      Object.defineProperty(entry, 'resource', { configurable: true, get: () => buffer(tensor.dataId, entry) });
      return tensor;
    },
    pending: ({ dataId }) => waiting.get(dataId),
    restore: () => {
      for (const dataId of [...waiting.keys()]) void backend.tensorMap.get(dataId)?.resource;
    },
  };
}
