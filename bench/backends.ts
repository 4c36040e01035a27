import type { WorkerHandle } from '../workers/member.ts';
import type { BackendName } from '../workers/protocol.ts';
import { type Command, command } from './command.ts';
import type { Opened } from './orders.ts';
import { alternate } from './rounds.ts';
import type { Kernels, Measured, Row, Skip, Where } from './row.ts';
import { type NetworkName, type TaskName, tasksOf, taskTitles } from './tasks.ts';

export interface Variant {
  readonly backend: BackendName;
  readonly kernels?: Kernels;
}

export interface Plan {
  readonly where: Where;
  readonly variants: readonly Variant[];
  readonly backends: readonly BackendName[];
  readonly networks: readonly NetworkName[];
  readonly rounds: number;
  /** Images of one batch; undefined for what is usual. */
  readonly batch: number | undefined;
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
    for (const network of plan.networks) {
      const able = candidates.filter(({ variant }) => network === 'mnist-cnn' || variant.backend !== 'cpu'); // minutes
      const pupils = await Promise.all(able.map((candidate) => load(network, plan.batch, candidate)));
      for (const task of tasksOf[network]) {
        const measured = await measureTask(plan, task, pupils);
        rows.push(...measured.rows);
        skips.push(...measured.skips);
      }
    }
    return { rows, skips };
  } finally {
    for (const { worker } of candidates) worker.end();
  }
}

const isSoftware = (adapter: string) => /swiftshader|llvmpipe|software|basic render/i.test(adapter);

async function openAll({ where, variants, backends, software, spawn }: Plan) {
  const candidates: Candidate[] = [];
  const skips: Skip[] = [];
  for (const variant of variants.filter(({ backend }) => backends.includes(backend))) {
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

/** A candidate that has loaded a network. */
interface Pupil extends Candidate {
  readonly network: NetworkName;
  readonly images: number;
}

async function load(network: NetworkName, batch: number | undefined, candidate: Candidate): Promise<Pupil> {
  return { ...candidate, network, images: await candidate.worker.order({ kind: 'load', network, batch }) };
}

const slowMs = 8000; // a task that takes longer is measured once: its rounds would take longer than all the others

async function measureTask(plan: Plan, task: TaskName, pupils: readonly Pupil[]): Promise<Measured> {
  const first = new Map<Pupil, number>();
  const skips: Skip[] = [];
  for (const pupil of pupils) {
    const what = `${plan.where} ${nameOf(pupil.variant)}: ${pupil.network}, ${taskTitles[task]}`;
    plan.say(what);
    try {
      if (task === 'training' && nameOf(pupil.variant) === 'wasm stock')
        throw new Error('it lacks the gradients of filters');
      first.set(pupil, await timeOnce(plan, task, pupil));
    } catch (error) {
      skips.push({ what, reason: (error as Error).message }); // `command` rejects with nothing else
    }
  }
  const quick = [...first.keys()].filter((pupil) => first.get(pupil)! < slowMs);
  const timers = quick.map((pupil) => () => timeOnce(plan, task, pupil));
  const samples = await alternate(timers, plan.rounds);
  const rows: Row[] = [];
  for (const [pupil, ms] of first) {
    const row = rowOf(plan, task, pupil, samples[quick.indexOf(pupil)] ?? [ms]);
    rows.push({ ...row, work: await pupil.worker.order({ kind: 'count', task }) });
  }
  return { rows, skips };
}

const timeOnce = ({ leastMs }: Plan, task: TaskName, { worker }: Pupil) =>
  worker.order({ kind: 'time', task, leastMs });

function rowOf({ where }: Plan, task: TaskName, pupil: Pupil, samples: readonly number[]): Row {
  const { variant, opened, network, images } = pupil;
  const { backend, kernels } = variant;
  return { where, backend, kernels, adapter: opened.adapter, network, task, workers: undefined, images, samples };
}

export const nameOf = ({ backend, kernels }: Variant): string => (kernels ? `${backend} ${kernels}` : backend);
