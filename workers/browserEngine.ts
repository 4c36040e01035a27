import type { Warning } from '../src/spec/events.ts';
import type { Engine } from './engine.ts';
import { createImageDesk, type ImageDesk } from './imageDesk.ts';
import type { WorkerHandle } from './member.ts';
import { createPool } from './pool.ts';
import type { StartOptions } from './protocol.ts';
import { shardSize, workerCount } from './shards.ts';

const mostWorkers = 8; // each holds a copy of the model and the runtime; more gains little on classroom machines

/** The engine of the page: one worker on a graphics processor, else one per core. */
export function createBrowserEngine({
  notify = () => undefined,
  ...start
}: StartOptions & { readonly notify?: (notice: Warning) => void } = {}): Engine {
  const cores = Math.min(mostWorkers, navigator.hardwareConcurrency || 2);
  return createPool({ spawn: spawnEngine, start, notify, shardSize, size: (report) => workerCount(report, cores) });
}

/** Opens the reader's images in a worker of its own, once there are some. */
export const createBrowserImageDesk = (): ImageDesk =>
  createImageDesk(() => handleOf(new Worker(new URL('./images.worker.ts', import.meta.url), { type: 'module' })));

const spawnEngine = () => handleOf(new Worker(new URL('./engine.worker.ts', import.meta.url), { type: 'module' }));

function handleOf(worker: Worker): WorkerHandle {
  return {
    endpoint: worker,
    onCrash: (listener) => {
      worker.addEventListener('error', (event) => listener(event.message || 'the worker could not be loaded'));
      worker.addEventListener('messageerror', () => listener('unreadable message'));
    },
    terminate: () => worker.terminate(),
  };
}
