import wasmUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import wasmSimdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import type { BackendName, BackendReport, StartOptions } from '../core/backend.ts';
import { badFile, LabError } from '../core/errors.ts';
import { problem } from '../core/problems.ts';
import type { Env } from '../engine/env.ts';
import relaxedKernelsUrl from '../kernels/wasm/dist/kernels-relaxed.wasm?url';
import simdKernelsUrl from '../kernels/wasm/dist/kernels-simd.wasm?url';
import { oneBehind } from './breathe.ts';
import { browserShelf } from './browserShelf.ts';
import { batchFitter } from './fitBatch.ts';
import { type Opener, openBackend } from './openBackend.ts';

/** What a worker needs to serve: its environment, what the self-test found, and news of a lost device. */
export interface OpenedEnv {
  readonly env: Env;
  readonly report: BackendReport;
  readonly lost: Promise<string>;
}

const order = ['webgpu', 'webgl', 'wasm', 'cpu'] as const satisfies readonly BackendName[];

const kernelUrls = { simd: simdKernelsUrl, relaxed: relaxedKernelsUrl };

const now = () => performance.now();

/** Each backend is a module of its own, so that a browser loads only the one it uses. */
const openers: Record<BackendName, Opener> = {
  webgpu: async ({ backend, kernels }) => {
    const { openWebGpu } = await import('./webgpuBackend.ts');
    const { browserNotes } = await import('./browserNotes.ts');
    return openWebGpu(navigator.gpu, { allowSoftware: backend === 'webgpu', kernels, notes: browserNotes(), now });
  },
  webgl: async ({ backend }) => {
    const { openWebGl } = await import('./webglBackend.ts');
    return openWebGl({ allowSoftware: backend === 'webgl' });
  },
  wasm: async ({ kernels = 'ours' }) => {
    const { openWasm } = await import('./wasmBackend.ts');
    const paths = {
      'tfjs-backend-wasm.wasm': wasmUrl,
      'tfjs-backend-wasm-simd.wasm': wasmSimdUrl,
      'tfjs-backend-wasm-threaded-simd.wasm': wasmSimdUrl, // has to be named, is never used: see openWasm
    };
    return openWasm(paths, async (variant) => WebAssembly.compile(await fetchBytes(kernelUrls[variant])), kernels);
  },
  cpu: async () => {
    const { openCpu } = await import('./cpuBackend.ts');
    return openCpu();
  },
};

/** Opens a backend inside a browser worker. @throws {LabError} `backend` when none works. */
export async function openBrowserEnv(options: StartOptions): Promise<OpenedEnv> {
  const { report, drain, lost, fitBatch } = await openBackend(order, openers, options);
  const wait = drain && oneBehind(drain);
  const breathe = async () => {
    await wait?.();
    await macrotask();
  };
  const env: Env = {
    readAsset: async (path) => fetchBytes(assetUrl(path)),
    readFile: async (path) => {
      throw new LabError('spec', [problem(path, 'own-file', {})]);
    },
    readOwn: browserShelf().read,
    breathe,
    now,
    date: () => new Date().toISOString(),
    backend: { name: report.backend, adapter: report.adapter, checks: report.checks },
    batchSize: report.batch,
    fitBatch: batchFitter(fitBatch, report.batch, now),
  };
  return { env, report, lost: lost ?? new Promise(() => undefined) };
}

/** Addresses with a hash of the content in them, so that a browser may keep the files for ever. */
const assetUrls: Record<string, string> = {
  ...import.meta.glob<string>('/models/*/*.{json,bin}', { query: '?url', import: 'default', eager: true }),
  ...import.meta.glob<string>('/src/datasets/packs/*/*.pack', { query: '?url', import: 'default', eager: true }),
};

function assetUrl(path: string): string {
  const url = assetUrls[`/${path.replace(/^data\//, 'src/datasets/packs/')}`];
  if (!url) throw badFile(path, 'not-built', {});
  return url;
}

async function fetchBytes(url: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url).catch((cause: unknown) => {
    throw badFile(url, 'unreachable', { reason: String(cause) }, { cause });
  });
  if (!response.ok) throw badFile(url, 'http', { status: response.status });
  return new Uint8Array(await response.arrayBuffer());
}

/** A message to ourselves: unlike a timer it is not slowed down in nested calls or hidden tabs. */
const macrotask = () =>
  new Promise<void>((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
