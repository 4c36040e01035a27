import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers'; // registers the gradients
import type { KernelVariant, LoadKernelModule } from '../../src/kernels/wasm/install.ts';
import { hasRelaxedSimd } from '../../src/kernels/wasm/relaxedSimd.ts';

// Node 20 has relaxed SIMD behind this flag; later versions have it on
if (!hasRelaxedSimd()) setFlagsFromString('--experimental-wasm-relaxed-simd');

export const kernelVariants: readonly KernelVariant[] = hasRelaxedSimd() ? ['simd', 'relaxed'] : ['simd'];

export const loadKernelModule: LoadKernelModule = async (variant) => {
  const path = new URL(`../../src/kernels/wasm/dist/kernels-${variant}.wasm`, import.meta.url);
  return WebAssembly.compile(await readFile(path));
};

/** Builds the kernels where they are out of date, and makes the single-threaded wasm backend the current one. */
export async function startWasmBackend(): Promise<void> {
  execFileSync(process.execPath, [fileURLToPath(new URL('../../scripts/build-kernels.mjs', import.meta.url))]);
  const entry = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json');
  setWasmPaths(join(dirname(entry), 'dist/'));
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  await tf.setBackend('wasm');
  await tf.ready();
}

export interface Values {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Runs `compute` on a backend and reads its results; leaves that backend current. */
export async function valuesOn(backend: 'cpu' | 'wasm', compute: () => readonly tf.Tensor[]): Promise<Values[]> {
  await tf.setBackend(backend);
  const results = tf.tidy(() => [...compute()]);
  try {
    return await Promise.all(results.map(async (t) => ({ shape: t.shape, data: Float32Array.from(await t.data()) })));
  } finally {
    tf.dispose(results);
  }
}

export const random = (shape: readonly number[], seed: number): tf.Tensor =>
  tf.randomNormal([...shape], 0, 1, 'float32', seed);
