import type { BackendReport } from '../../src/core/backend.ts';
import type { Env } from '../../src/engine/env.ts';
import type { RunEvent } from '../../src/spec/events.ts';
import { applyEvent, emptyReport } from '../../src/spec/report.ts';
import type { SpecText } from '../../src/spec/spec.ts';
import type { WorkerHandle } from '../../workers/member.ts';
import { createPool, type PoolOptions } from '../../workers/pool.ts';
import { type OpenEnv, serve } from '../../workers/serve.ts';
import { memoryEnv } from '../fixtures.ts';
import { type Files, fromFiles, idxFiles, saveModel, smallModel } from '../modelFiles.ts';

/** A small CNN and drawn images as files, and the experiment that names them. */
export const smallText: SpecText = {
  model: 'file:m/model.json',
  data: 'file:images.idx,labels.idx',
  attack: 'fgsm,pgd',
  'pgd.steps': '3',
  defense: 'none,bits',
  adaptive: 'both',
  eps: '0.1,0.3',
  count: '13',
};

export async function smallFiles(): Promise<Files> {
  return new Map([...(await saveModel(smallModel(), 'm')), ...idxFiles(20, [6, 6], 3)]);
}

export const smallReport: BackendReport = {
  backend: 'cpu',
  adapter: 'test',
  checks: [],
  rejected: [],
  stockKernels: undefined,
  batch: 4,
};

export const fileEnv = (files: Files, batchSize = 4): Env => ({
  ...memoryEnv({ batchSize }),
  readFile: fromFiles(files),
});

export const openFiles =
  (files: Files, batchSize?: number): OpenEnv =>
  async () => ({ env: fileEnv(files, batchSize), report: smallReport, lost: new Promise(() => undefined) });

/** A worker in the same thread, behind a real message channel; `crash` ends it as a browser ends a worker. */
export function channelWorker(openEnv: OpenEnv): WorkerHandle & { crash(reason: string): void } {
  const { port1, port2 } = new MessageChannel();
  serve(port2, openEnv);
  let listener: (reason: string) => void = () => undefined;
  const close = () => {
    port1.close();
    port2.close();
  };
  return {
    endpoint: port1,
    onCrash: (next) => {
      listener = next;
    },
    terminate: close,
    crash: (reason) => {
      close();
      listener(reason);
    },
  };
}

export const channelPool = (spawn: PoolOptions['spawn'], options: Partial<PoolOptions> = {}) =>
  createPool({ spawn, start: {}, size: () => 2, shardSize: () => 4, notify: () => undefined, ...options });

/** Events that say something about the numbers, whenever they come. */
export function resultsOf(text: SpecText, events: readonly RunEvent[]) {
  const { clean, cells, setting, warnings } = events.reduce(applyEvent, emptyReport(text));
  return { clean, cells, setting, warnings };
}
