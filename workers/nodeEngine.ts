import { availableParallelism } from 'node:os';
import { type TransferListItem, Worker } from 'node:worker_threads';
import type { Warning } from '../src/spec/events.ts';
import type { Engine } from './engine.ts';
import type { WorkerHandle } from './member.ts';
import { createPool } from './pool.ts';
import type { Endpoint, StartOptions } from './protocol.ts';
import { shardSize, workerCount } from './shards.ts';

/** The engine of the command line: one thread per core, or as many as asked for. */
export function createNodeEngine({
  notify = () => undefined,
  workers = availableParallelism(),
  ...start
}: StartOptions & { readonly workers?: number; readonly notify?: (notice: Warning) => void } = {}): Engine {
  return createPool({
    spawn: spawnNodeWorker,
    start,
    notify,
    shardSize,
    size: (report) => workerCount(report, workers),
  });
}

export function spawnNodeWorker(): WorkerHandle {
  const worker = new Worker(new URL('../bin/node-worker.js', import.meta.url));
  const endpoint: Endpoint = {
    postMessage: (message, transfer) => worker.postMessage(message, transfer as TransferListItem[] | undefined),
    addEventListener: (_, listener) => worker.on('message', (data: unknown) => listener({ data } as MessageEvent)),
  };
  return {
    endpoint,
    onCrash: (listener) => {
      worker.on('error', (error: Error) => listener(error.message));
      worker.on('exit', () => listener('the thread ended'));
    },
    terminate: () => void worker.terminate(),
  };
}
