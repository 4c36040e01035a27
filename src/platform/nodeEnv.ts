import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BackendName, BackendReport, StartOptions } from '../core/backend.ts';
import { badFile, LabError } from '../core/errors.ts';
import { cifar10Folders, type FolderSet } from '../datasets/cifar10.folders.ts';
import type { Env } from '../engine/env.ts';
import * as tf from '../tensor/tf.ts';
import { oneBehind } from './breathe.ts';
import { batchFitter } from './fitBatch.ts';
import { readFolderPart } from './folderImages.ts';
import { nodeNotes } from './nodeNotes.ts';
import { type Opener, openBackend } from './openBackend.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const packs = 'src/datasets/packs';
const require = createRequire(import.meta.url);

const now = () => performance.now();

const openers: Partial<Record<BackendName, Opener>> = {
  wasm: async ({ kernels = 'simd' }) => {
    const { openWasm } = await import('./wasmBackend.ts');
    const folder = dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json'));
    const load = async (variant: string) =>
      WebAssembly.compile(await readFile(join(root, `src/kernels/wasm/dist/kernels-${variant}.wasm`)));
    return openWasm(`${join(folder, 'dist')}/`, load, kernels);
  },
  cpu: async () => {
    const { openCpu } = await import('./cpuBackend.ts');
    return openCpu();
  },
  webgpu: async ({ kernels }) => {
    const gpu = await dawn(); // before the backend is loaded, which looks for the device at once
    const { openWebGpu } = await import('./webgpuBackend.ts');
    return openWebGpu(gpu, { allowSoftware: true, kernels, notes: nodeNotes(), now });
  },
};

/** Opens a backend in Node. WebGPU is taken only when asked for. @throws {LabError} `backend` when none works. */
export async function openNodeEnv(
  options: StartOptions,
): Promise<{ readonly env: Env; readonly report: BackendReport; readonly lost: Promise<string> }> {
  tf.env().set('PROD', true); // silences the advice to install a native backend
  const { report, drain, lost, fitBatch } = await openBackend(['wasm', 'cpu'], openers, options);
  const wait = drain && oneBehind(drain);
  const env: Env = {
    readAsset,
    readFile: readBytes,
    breathe: async () => {
      await wait?.();
      await new Promise((resolve) => setImmediate(resolve));
    },
    now,
    date: () => new Date().toISOString(),
    backend: { name: report.backend, adapter: report.adapter, checks: report.checks },
    batchSize: report.batch,
    fitBatch: batchFitter(fitBatch, report.batch, now),
  };
  return { env, report, lost: lost ?? new Promise(() => undefined) };
}

/** Sets whose images the user has, as class folders; by their names in the catalog. */
const folderSets: Readonly<Record<string, FolderSet>> = { cifar10: cifar10Folders };

function readAsset(path: string): Promise<Uint8Array> {
  const [, id = '', part] = /^data\/([\w-]+)\/part-(\d+)\.pack$/.exec(path) ?? [];
  const set = folderSets[id];
  return set ? readFolderPart(set, Number(part)) : readBytes(join(root, path.replace(/^data\//, `${packs}/`)));
}

/** @throws {LabError} `asset`, naming the file. */
export async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException; // fs rejects with nothing else
    if (code === 'EISDIR') throw badFile(path, 'pack-first', {}, { cause });
    const remedy = path.includes(join(packs)) ? 'run npm run assets' : 'put it there, or give another path';
    throw new LabError('asset', `${path}: expected a readable file, got ${code}; ${remedy}`, { cause });
  }
}

/** WebGPU for Node, where its package is installed beside this one. */
async function dawn(): Promise<GPU> {
  try {
    const { create, globals } = (await import(/* @vite-ignore */ 'webgpu' as string)) as {
      create(options: readonly string[]): GPU;
      globals: object;
    };
    Object.assign(globalThis, globals);
    const gpu = create([]);
    publish(gpu);
    return gpu;
  } catch (cause) {
    throw new LabError('backend', 'the package webgpu is not installed; add it with: npm install --no-save webgpu', {
      cause,
    });
  }
}

/** Puts the device where browsers have it: TensorFlow.js looks there before it registers its backend. */
function publish(gpu: GPU): void {
  const { navigator = {} } = globalThis as { navigator?: object }; // Node has none before version 21
  Object.defineProperty(navigator, 'gpu', { value: gpu, configurable: true });
  Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });
}
