import type { WorkerHandle } from '../workers/member.ts';
import type { BackendName } from '../workers/protocol.ts';
import { type Command, command } from './command.ts';
import type { Opened } from './orders.ts';
import { alternate } from './rounds.ts';
import type { Kernels, Measured, Row, Skip, Where } from './row.ts';
import { type TaskName, taskNames } from './tasks.ts';

export interface Variant {
  readonly backend: BackendName;
  readonly kernels?: Kernels;
}

export interface Plan {
  readonly where: Where;
  readonly variants: readonly Variant[];
  readonly rounds: number;
  /** A short task is repeated for this long in each round. */
  readonly leastMs: number;
  /** Measure graphics processors that are imitated by the processor. */
  readonly software: boolean;
  readonly spawn: () => WorkerHandle;
  readonly say: (text: string) => void;
}

interface Candidate {
  readonly variant: Variant;
  readonly opened: Opened;
  readonly worker: Command;
}

/** Times every task on every backend that opens, each in a worker of its own, one worker at a time. */
export async function measureBackends(plan: Plan): Promise<Measured> {
  const { candidates, skips } = await openAll(plan);
  try {
    const rows: Row[] = [];
    for (const task of taskNames) rows.push(...(await measureTask(plan, task, candidates)));
    return { rows, skips };
  } finally {
    for (const { worker } of candidates) worker.end();
  }
}

const isSoftware = (adapter: string) => /swiftshader|llvmpipe|software|basic render/i.test(adapter);

async function openAll({ where, variants, software, spawn }: Plan) {
  const candidates: Candidate[] = [];
  const skips: Skip[] = [];
  for (const variant of variants) {
    const worker = command(spawn());
    try {
      const opened = await worker.order({ kind: 'open', options: variant });
      const refusal = refuse(variant, opened, software);
      if (refusal) throw new Error(refusal);
      candidates.push({ variant, opened, worker });
    } catch (error) {
      worker.end();
      skips.push({ what: `${where} ${nameOf(variant)}`, reason: (error as Error).message }); // `command` rejects with nothing else
    }
  }
  return { candidates, skips };
}

function refuse({ backend, kernels }: Variant, { adapter, stockKernels }: Opened, software: boolean) {
  if (kernels === 'ours' && stockKernels !== undefined) return `our kernels could not be installed: ${stockKernels}`;
  const graphics = backend === 'webgpu' || backend === 'webgl';
  return graphics && !software && isSoftware(adapter)
    ? `${adapter} computes in software; measure it with --software`
    : '';
}

const slowMs = 8000; // a task that takes longer is measured once: its rounds would take longer than all the others

async function measureTask(plan: Plan, task: TaskName, candidates: readonly Candidate[]): Promise<Row[]> {
  const first = new Map<Candidate, number>();
  for (const candidate of candidates) {
    plan.say(`${plan.where} ${nameOf(candidate.variant)}: ${task}`);
    first.set(candidate, await candidate.worker.order({ kind: 'time', task, leastMs: plan.leastMs }));
  }
  const quick = candidates.filter((candidate) => first.get(candidate)! < slowMs);
  const timers = quick.map(
    ({ worker }) =>
      () =>
        worker.order({ kind: 'time', task, leastMs: plan.leastMs }),
  );
  const samples = await alternate(timers, plan.rounds);
  return candidates.map((candidate) => ({
    where: plan.where,
    backend: candidate.variant.backend,
    kernels: candidate.variant.kernels,
    adapter: candidate.opened.adapter,
    task,
    workers: undefined,
    images: candidate.opened.batch,
    samples: samples[quick.indexOf(candidate)] ?? [first.get(candidate)!],
  }));
}

export const nameOf = ({ backend, kernels }: Variant): string => (kernels ? `${backend} ${kernels}` : backend);
