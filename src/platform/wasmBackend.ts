import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import type { StartOptions } from '../core/backend.ts';
import { installWasmKernels, type LoadKernelModule } from '../kernels/wasm/install.ts';
import * as tf from '../tensor/tf.ts';
import type { OpenBackend } from './openBackend.ts';
import { selectBackend } from './selectBackend.ts';

/**
 * The WebAssembly backend, single-threaded (the lab runs one worker per core instead), with our kernels in front.
 *
 * Where they cannot be installed the stock kernels serve and the report says why.
 */
export async function openWasm(
  paths: Parameters<typeof setWasmPaths>[0],
  load: LoadKernelModule,
  { kernels }: StartOptions,
): Promise<OpenBackend> {
  setWasmPaths(paths);
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  await selectBackend('wasm');
  if (kernels === 'stock') return { adapter: 'stock kernels', stockKernels: undefined };
  try {
    await installWasmKernels(load);
    return { adapter: 'SIMD kernels' };
  } catch (error) {
    return { adapter: 'stock kernels', stockKernels: error instanceof Error ? error.message : String(error) };
  }
}
