import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import type { KernelName } from '../core/backend.ts';
import type { KernelVariant, LoadKernelModule } from '../kernels/wasm/install.ts';
import { installFastest } from '../kernels/wasm/installFastest.ts';
import * as tf from '../tensor/tf.ts';
import type { OpenBackend } from './openBackend.ts';
import { selectBackend } from './selectBackend.ts';

/**
 * The WebAssembly backend, single-threaded (the lab runs one worker per core instead), with our kernels in front.
 *
 * Where they cannot be installed, slower ones of ours or the stock kernels serve, and the report says why.
 */
export async function openWasm(
  paths: Parameters<typeof setWasmPaths>[0],
  load: LoadKernelModule,
  kernels: KernelName,
): Promise<OpenBackend> {
  setWasmPaths(paths);
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  await selectBackend('wasm');
  const { variant, refusals } = await installFastest(load, variants[kernels]);
  const adapter = adapters[variant ?? 'stock'];
  if (refusals.length === 0) return { adapter };
  const reason = refusals.join('; ');
  return variant ? { adapter, slowerKernels: reason } : { adapter, stockKernels: reason };
}

/** The fastest first. */
const variants: Record<KernelName, readonly KernelVariant[]> = {
  ours: ['relaxed', 'simd'],
  simd: ['simd'],
  stock: [],
};

const adapters = { relaxed: 'relaxed SIMD kernels', simd: 'SIMD kernels', stock: 'stock kernels' } as const;
