import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { usualBatches } from '../src/core/backend.ts';
import type { WorkerHandle } from '../workers/member.ts';
import { createNodeEngine } from '../workers/nodeEngine.ts';
import { measureBackends, nameOf, type Variant } from './backends.ts';
import { type Command, command } from './command.ts';
import type { KernelTime } from './orders.ts';
import { measurePools } from './pools.ts';
import type { Measured } from './row.ts';
import type { Settings } from './settings.ts';
import { type NetworkName, type TaskName, tasksOf } from './tasks.ts';

const where = 'Node';
const variants: readonly Variant[] = [
  { backend: 'wasm', kernels: 'ours' },
  { backend: 'wasm', kernels: 'stock' },
  { backend: 'cpu' },
  { backend: 'webgpu', kernels: 'ours' },
  { backend: 'webgpu', kernels: 'stock' },
];

export async function measureNode({ say, ...settings }: Settings): Promise<Measured> {
  const { rows, skips } = await measureBackends({ where, variants, spawn, say, ...settings });
  if (!settings.backends.includes('wasm')) return { rows, skips };
  const cores = availableParallelism();
  const pools = await measurePools({
    where,
    sizes: [...new Set([1, cores])],
    rounds: settings.rounds,
    images: usualBatches.wasm * cores * settings.batchesPerWorker,
    create: (workers) => createNodeEngine({ backend: 'wasm', workers }),
    say,
  });
  return { rows: [...rows, ...pools], skips };
}

export interface Profile {
  readonly kernels: string;
  readonly network: NetworkName;
  readonly task: TaskName;
  readonly times: readonly KernelTime[];
}

/** Where the time of a task goes, kernel by kernel, for our kernels and the stock ones. */
export async function profileNode({
  say,
  networks,
  backends,
}: Pick<Settings, 'say' | 'networks' | 'backends'>): Promise<Profile[]> {
  const profiles: Profile[] = [];
  for (const variant of variants.filter(({ backend }) => backend !== 'cpu' && backends.includes(backend))) {
    const worker = command(spawn());
    try {
      await worker.order({ kind: 'open', options: variant });
      for (const network of networks) {
        say(`profile of ${nameOf(variant)}: ${network}`);
        profiles.push(...(await profileNetwork(worker, nameOf(variant), network)));
      }
    } finally {
      worker.end();
    }
  }
  return profiles;
}

async function profileNetwork(worker: Command, kernels: string, network: NetworkName): Promise<Profile[]> {
  await worker.order({ kind: 'load', network, batch: undefined });
  const profiles: Profile[] = [];
  for (const task of tasksOf[network]) {
    if (task.startsWith('pgd')) continue; // the same kernels as the gradient, forty times
    if (task === 'training' && kernels === 'wasm stock') continue; // which cannot train
    profiles.push({ kernels, network, task, times: await worker.order({ kind: 'profile', task }) });
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
