import { LabError, unreachable } from '../src/core/errors.ts';
import type { Env } from '../src/engine/env.ts';
import * as tf from '../src/tensor/tf.ts';
import type { OpenEnv } from '../workers/serve.ts';
import { countDeviceWork } from './deviceWork.ts';
import type { Answers, Endpoint, KernelTime, Opened, Order, Reply } from './orders.ts';
import { fillStockGaps } from './stockGaps.ts';
import type { NetworkName } from './tasks.ts';
import { openWorkload, type Workload } from './workload.ts';

/** The worker's side: carries out orders with a backend that is opened exactly as the engine opens it. */
export function obey(endpoint: Endpoint, openEnv: OpenEnv): void {
  let env: Env | undefined;
  let workload: Workload | undefined;

  async function open(options: Parameters<OpenEnv>[0]): Promise<Opened> {
    const opened = await openEnv(options);
    ({ env } = opened);
    const { adapter, backend, stockKernels } = opened.report;
    if (backend === 'wasm' && options.kernels === 'stock') fillStockGaps();
    return { adapter, stockKernels };
  }

  async function load(network: NetworkName, batch: number | undefined): Promise<number> {
    if (!env) throw new LabError('contract', 'load before open');
    workload = await openWorkload(network, env, batch);
    return workload.batch;
  }

  async function carryOut(order: Order): Promise<Answers[keyof Answers]> {
    if (order.kind === 'open') return open(order.options);
    if (order.kind === 'load') return load(order.network, order.batch);
    const run = workload?.run[order.task];
    if (!run) throw new LabError('contract', `${order.kind} ${order.task}: not a task of the network that is loaded`);
    switch (order.kind) {
      case 'time':
        return time(run, order.leastMs);
      case 'profile':
        return profile(run);
      case 'count':
        return countDeviceWork(run);
      default:
        return unreachable(order);
    }
  }

  endpoint.addEventListener('message', async ({ data }: MessageEvent<Order>) => {
    const reply = await carryOut(data).then(
      (answer): Reply => ({ kind: 'done', answer }),
      (cause): Reply => ({ kind: 'failed', message: cause instanceof Error ? cause.message : String(cause) }),
    );
    endpoint.postMessage(reply);
  });
  endpoint.start?.();
}

async function time(run: () => Promise<void>, leastMs: number): Promise<number> {
  const start = performance.now();
  let elapsed = 0;
  let calls = 0;
  for (; calls === 0 || elapsed < leastMs; calls++) {
    await run();
    elapsed = performance.now() - start;
  }
  return elapsed / calls;
}

const profiledRuns = 5;

/** The least time of several runs for each kernel, the slowest kernel first. */
async function profile(run: () => Promise<void>): Promise<KernelTime[]> {
  const least = new Map<string, KernelTime>();
  for (let i = 0; i < profiledRuns; i++) {
    for (const found of await profileOnce(run)) {
      const former = least.get(found.name);
      if (!former || found.ms < former.ms) least.set(found.name, found);
    }
  }
  return [...least.values()].sort((a, b) => b.ms - a.ms);
}

async function profileOnce(run: () => Promise<void>): Promise<KernelTime[]> {
  const { kernels } = await tf.profile(run as unknown as () => tf.TensorContainer); // it awaits, whatever its type says
  const sums = new Map<string, KernelTime>();
  for (const { name, kernelTimeMs } of kernels.filter(({ name }) => !isScope(name))) {
    const { ms, calls } = sums.get(name) ?? { ms: 0, calls: 0 };
    sums.set(name, { name, ms: ms + Number(await kernelTimeMs), calls: calls + 1 });
  }
  return [...sums.values()];
}

/** Some entries are not kernels but brackets around several of them. */
const isScope = (name: string) => name === 'unnamed scope' || name.endsWith('__op');
