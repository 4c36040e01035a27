import { type DataId, type DataType, engine, type TensorInfo } from '@tensorflow/tfjs-core';

/** The undocumented members of the wasm backend of tfjs 4.22 that the kernels need; checked by `findHost`. */
export interface HostBackend {
  /** The Emscripten module. */
  readonly wasm: {
    readonly asm: { readonly memory: WebAssembly.Memory };
    _malloc(bytes: number): number;
    _free(address: number): void;
  };
  readonly dataIdMap: DataIdMap;
  makeOutput(shape: number[], dtype: DataType): TensorInfo;
  incRef(dataId: DataId): void;
  /** Gives up one handle; whether it was the last. */
  disposeData(dataId: DataId): boolean;
}

/** Where the values of a tensor lie, under the number that the stock kernels know it by. */
export interface DataEntry {
  readonly id: number;
  readonly memoryOffset: number;
  readonly shape: number[];
  readonly dtype: DataType;
  refCount: number;
}

interface DataIdMap {
  get(dataId: DataId): DataEntry;
  has(dataId: DataId): boolean;
  set(dataId: DataId, entry: DataEntry): void;
  delete(dataId: DataId): boolean;
}

export interface Host {
  readonly backend: HostBackend;
  readonly memory: WebAssembly.Memory;
}

/** The wasm backend in use and its memory; throws an Error that says what is missing. */
export function findHost(): Host {
  // the members are not in the type KernelBackend, and the backend may be absent or still loading
  const backend = engine().findBackend('wasm') as unknown as Partial<HostBackend> | null;
  if (!backend) throw new Error("wasm kernels: expected a ready backend 'wasm'; call setBackend('wasm') first");
  const missing = missingMembers(backend);
  if (missing.length > 0) {
    throw new Error(`wasm kernels: the backend lacks ${missing.join(', ')}; expected tfjs 4.22, single-threaded`);
  }
  const complete = backend as HostBackend; // checked above
  const { memory } = complete.wasm.asm;
  // the threaded build shares its memory, which our module cannot import
  if (!(memory.buffer instanceof ArrayBuffer)) {
    throw new Error('wasm kernels: expected the single-threaded backend; set WASM_HAS_MULTITHREAD_SUPPORT to false');
  }
  return { backend: complete, memory };
}

function missingMembers(backend: Partial<HostBackend>): string[] {
  const { wasm, dataIdMap } = backend;
  const present: Record<string, boolean> = {
    'wasm.asm.memory': wasm?.asm?.memory instanceof WebAssembly.Memory,
    'wasm._malloc': typeof wasm?._malloc === 'function',
    'wasm._free': typeof wasm?._free === 'function',
    'dataIdMap.get': typeof dataIdMap?.get === 'function',
    'dataIdMap.has': typeof dataIdMap?.has === 'function',
    'dataIdMap.set': typeof dataIdMap?.set === 'function',
    'dataIdMap.delete': typeof dataIdMap?.delete === 'function',
    makeOutput: typeof backend.makeOutput === 'function',
    incRef: typeof backend.incRef === 'function',
    disposeData: typeof backend.disposeData === 'function',
  };
  return Object.keys(present).filter((member) => !present[member]);
}
