import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { batchSizes } from '../src/core/backend.ts';
import type { WorkerHandle } from '../workers/member.ts';
import { createNodeEngine } from '../workers/nodeEngine.ts';
import { measureBackends, nameOf, type Variant } from './backends.ts';
import { command } from './command.ts';
import type { KernelTime } from './orders.ts';
import { measurePools } from './pools.ts';
import type { Measured } from './row.ts';
import type { Settings } from './settings.ts';
import { type TaskName, taskNames } from './tasks.ts';

const where = 'Node';
const variants: readonly Variant[] = [
  { backend: 'wasm', kernels: 'ours' },
  { backend: 'wasm', kernels: 'stock' },
  { backend: 'cpu' },
  { backend: 'webgpu' },
];

export async function measureNode({ say, ...settings }: Settings): Promise<Measured> {
  const { rows, skips } = await measureBackends({ where, variants, spawn, say, ...settings });
  const cores = availableParallelism();
  const pools = await measurePools({
    where,
    sizes: [...new Set([1, cores])],
    rounds: settings.rounds,
    images: batchSizes.wasm * cores * settings.batchesPerWorker,
    create: (workers) => createNodeEngine({ backend: 'wasm', workers }),
    say,
  });
  return { rows: [...rows, ...pools], skips };
}

export interface Profile {
  readonly kernels: string;
  readonly task: TaskName;
  readonly times: readonly KernelTime[];
}

const profiled = taskNames.filter((task) => task !== 'pgd'); // the same kernels as the gradient, forty times

/** Where the time of a task goes, kernel by kernel, for our kernels and the stock ones. */
export async function profileNode({ say }: Pick<Settings, 'say'>): Promise<Profile[]> {
  const profiles: Profile[] = [];
  for (const variant of variants.filter(({ backend }) => backend === 'wasm')) {
    const worker = command(spawn());
    try {
      await worker.order({ kind: 'open', options: variant });
      for (const task of profiled) {
        say(`profile of ${nameOf(variant)}: ${task}`);
        profiles.push({ kernels: nameOf(variant), task, times: await worker.order({ kind: 'profile', task }) });
      }
    } finally {
      worker.end();
    }
  }
  return profiles;
}

function spawn(): WorkerHandle {
  const worker = new Worker(new URL('./node-worker.mjs', import.meta.url));
  return {
    endpoint: {
      postMessage: (message) => worker.postMessage(message),
      addEventListener: (_, listener) => worker.on('message', (data: unknown) => listener({ data } as MessageEvent)),
    },
    onCrash: (listener) => {
      worker.on('error', (error: Error) => listener(error.message));
      worker.on('exit', () => listener('the thread ended'));
    },
    terminate: () => void worker.terminate(),
  };
}
