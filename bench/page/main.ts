import { usualBatches } from '../../src/core/backend.ts';
import { createBrowserEngine } from '../../workers/browserEngine.ts';
import type { WorkerHandle } from '../../workers/member.ts';
import { measureBackends, type Variant } from '../backends.ts';
import { measurePools } from '../pools.ts';
import type { Measured } from '../row.ts';
import type { Settings } from '../settings.ts';

const where = 'Chromium';
const variants: readonly Variant[] = [
  { backend: 'wasm', kernels: 'ours' },
  { backend: 'wasm', kernels: 'stock' },
  { backend: 'webgl' },
  { backend: 'webgpu', kernels: 'ours' },
  { backend: 'webgpu', kernels: 'stock' },
];

/** What the page offers to whoever opened it. */
export type MeasureChromium = (settings: Omit<Settings, 'say'>) => Promise<Measured>;

const measureChromium: MeasureChromium = async (settings) => {
  const { rows, skips } = await measureBackends({ where, variants, spawn, say, ...settings });
  if (!settings.backends.includes('wasm')) return { rows, skips };
  const cores = Math.min(mostWorkers, navigator.hardwareConcurrency);
  const pools = await measurePools({
    where,
    sizes: [...new Set([1, cores])],
    rounds: settings.rounds,
    images: usualBatches.wasm * cores * settings.batchesPerWorker,
    create: createPoolOf,
    say,
  });
  return { rows: [...rows, ...pools], skips };
};
Object.assign(window, { measureChromium });

const mostWorkers = 8; // the page never uses more

/** The page's own engine, told that the machine has this many cores. */
function createPoolOf(workers: number) {
  Object.defineProperty(navigator, 'hardwareConcurrency', { value: workers, configurable: true });
  return createBrowserEngine({ backend: 'wasm' });
}

function spawn(): WorkerHandle {
  const worker = new Worker(new URL('./bench.worker.ts', import.meta.url), { type: 'module' });
  return {
    endpoint: worker,
    onCrash: (listener) =>
      worker.addEventListener('error', (event) => listener(event.message || 'the worker could not be loaded')),
    terminate: () => worker.terminate(),
  };
}

function say(text: string): void {
  console.info(text);
}
