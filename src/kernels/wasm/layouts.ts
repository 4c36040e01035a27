import type { DataId, TensorInfo } from '@tensorflow/tfjs-core';
import type { Host } from './host.ts';

/** Weights laid out as our kernels read them, kept from one step of an attack to the next. */
export interface Layouts {
  /**
   * Where the values of `tensor` lie in the layout named `form`; written by `write` where it is new. Undefined when it is
   * not worth keeping or there is no room: on the first request, because weights in training are used once.
   */
  keep(tensor: TensorInfo, form: string, bytes: number, write: (address: number) => void): number | undefined;
  release(): void;
}

interface Layout {
  readonly address: number;
  readonly bytes: number;
}

/** More than twice the weights of the largest networks that are computed here. */
const mostBytes = 64 << 20;

/**
 * A layout belongs to the data, not to the variable that holds them: data never change once written, and a variable that
 * is assigned points to other data. Those of data that are gone are freed before another layout is kept.
 */
export function createLayouts({ backend: { wasm, dataIdMap } }: Host): Layouts {
  const requested = new WeakMap<DataId, Set<string>>();
  const held = new Map<DataId, Map<string, Layout>>();

  function free(dataId: DataId): void {
    for (const { address } of held.get(dataId)?.values() ?? []) wasm._free(address);
    held.delete(dataId);
  }

  function hasRoom(bytes: number): boolean {
    for (const dataId of held.keys()) if (!dataIdMap.has(dataId)) free(dataId);
    const total = [...held.values()].flatMap((forms) => [...forms.values()]).reduce((sum, kept) => sum + kept.bytes, 0);
    return total + bytes <= mostBytes;
  }

  function allocate(bytes: number): Layout | undefined {
    const address = hasRoom(bytes) ? wasm._malloc(bytes) >>> 0 : 0;
    return address === 0 ? undefined : { address, bytes };
  }

  return {
    keep({ dataId }, form, bytes, write) {
      const kept = held.get(dataId)?.get(form);
      if (kept) return kept.address;
      const forms = requested.get(dataId) ?? new Set();
      requested.set(dataId, forms);
      const isNew = !forms.has(form);
      forms.add(form);
      const layout = isNew ? undefined : allocate(bytes);
      if (!layout) return undefined;
      write(layout.address);
      held.set(dataId, (held.get(dataId) ?? new Map<string, Layout>()).set(form, layout));
      return layout.address;
    },
    release() {
      for (const dataId of [...held.keys()]) free(dataId);
    },
  };
}
