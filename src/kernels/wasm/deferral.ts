import { type DataId, engine, type TensorInfo } from '@tensorflow/tfjs-core';
import { unreachable } from '../../core/errors.ts';
import { type Bounds, unbounded } from './activationBounds.ts';
import type { HostBackend } from './host.ts';

/** How to compute a tensor that nobody has read yet. Kernels that find such an input may do its work with their own. */
export type Work =
  | { readonly kind: 'plain'; readonly inputs: readonly TensorInfo[]; compute(): TensorInfo }
  /** A sum to which one number per channel may be added (none where `channels` is 0), and which may then be clamped. */
  | {
      readonly kind: 'linear';
      readonly inputs: readonly TensorInfo[];
      readonly channels: number;
      compute(bias: TensorInfo | undefined, bounds: Bounds): TensorInfo;
    }
  /** The gradient at the input of max pooling; or behind the relu that made this input, if `throughRelu`. */
  | {
      readonly kind: 'maxPoolGradient';
      readonly inputs: readonly TensorInfo[];
      readonly pooled: DataId;
      compute(throughRelu: boolean): TensorInfo;
    };

export interface Deferral {
  /** A tensor that is computed when it is first read, and never if it is not; owned by the caller. */
  defer(shape: readonly number[], work: Work): TensorInfo;
  /** The work of a tensor that is not computed yet. */
  pending(tensor: TensorInfo): Work | undefined;
  /** Computes a tensor if it is not computed yet. */
  settle(tensor: TensorInfo): void;
}

/**
 * Lets the backend hold tensors whose values do not exist yet.
 *
 * The engine runs operations one by one, so a convolution, its bias and its relu would each go through memory, and the
 * fused operations of TensorFlow.js compute gradients with respect to filters even when nobody wants them. Every kernel,
 * ours or stock, reaches an input through `memoryOffset` or `id` of its entry in `dataIdMap`, so that is where a deferred
 * tensor notices that it is needed. Data never changes once written, so it does not matter when that is.
 */
export function createDeferral(backend: HostBackend): Deferral {
  const waiting = new WeakMap<DataId, Work>();
  const release = ({ inputs }: Work) => {
    for (const { dataId } of inputs) {
      // the engine has disposed its own handle if ours was the last
      if (backend.disposeData(dataId)) engine().removeDataId(dataId, engine().findBackend('wasm'));
    }
  };

  function place(dataId: DataId, entry: { refCount: number }): { id: number; memoryOffset: number } {
    const work = waiting.get(dataId);
    const found = { id: 0, memoryOffset: 0 }; // what the backend frees when the tensor is disposed unread
    if (work && entry.refCount > 0) {
      const { dataId: computed } = computeAlone(work);
      const { id, memoryOffset } = backend.dataIdMap.get(computed);
      Object.assign(found, { id, memoryOffset });
      backend.dataIdMap.delete(computed); // its memory belongs to the deferred tensor from now on
    }
    Object.defineProperties(entry, { id: { value: found.id }, memoryOffset: { value: found.memoryOffset } });
    waiting.delete(dataId);
    if (work) release(work);
    return found;
  }

  return {
    defer(shape, work) {
      for (const { dataId } of work.inputs) backend.incRef(dataId);
      const dataId = {};
      waiting.set(dataId, work);
      const entry = {
        shape: [...shape],
        dtype: 'float32' as const,
        refCount: 1,
        get id(): number {
          return place(dataId, this).id;
        },
        get memoryOffset(): number {
          return place(dataId, this).memoryOffset;
        },
      };
      backend.dataIdMap.set(dataId, entry);
      return { dataId, shape: [...shape], dtype: 'float32' };
    },
    pending: ({ dataId }) => waiting.get(dataId),
    settle({ dataId }) {
      if (waiting.has(dataId)) void backend.dataIdMap.get(dataId).memoryOffset;
    },
  };
}

function computeAlone(work: Work): TensorInfo {
  switch (work.kind) {
    case 'plain':
      return work.compute();
    case 'linear':
      return work.compute(undefined, unbounded);
    case 'maxPoolGradient':
      return work.compute(false);
    default:
      return unreachable(work);
  }
}
