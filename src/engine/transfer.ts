import { costOf, workOf } from '../attacks/catalog.ts';
import type { RunEvent } from '../spec/events.ts';
import type { TransferSpec } from '../spec/transferSpec.ts';
import { reached } from '../tensor/losses.ts';
import type { Images } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';
import { type Batch, loadBatch } from './batches.ts';
import { craftOn } from './craftOn.ts';
import type { Env, Host } from './env.ts';
import type { Range } from './evaluate.ts';
import { answers } from './judge.ts';
import { type BatchObjective, objectiveOf } from './objective.ts';
import { makePacer, type Pacer } from './pacer.ts';
import type { Lessons } from './prepare.ts';
import { type Subject, sizeOf } from './subject.ts';
import { defended } from './victim.ts';

/** The models with their images, and what their attacks have learned so far. */
export interface Field {
  /** By model. */
  readonly subjects: ReadonlyMap<string, Subject>;
  readonly lessons: Lessons;
}

interface Work extends Field {
  readonly spec: TransferSpec;
  readonly env: Env;
  readonly pacer: Pacer;
  readonly host: Host<RunEvent>;
}

/**
 * Crafts images on each model and shows them to every model, batch by batch (transferability; Papernot et al. 2016,
 * arXiv:1605.07277). Nobody sees more than its own model; a target-dependent goal such as `least-likely` is chosen by
 * the source. Same promises as `evaluate`.
 */
export async function transfer(
  spec: TransferSpec,
  field: Field,
  { from, to }: Range,
  env: Env,
  host: Host<RunEvent>,
): Promise<void> {
  const pacer = makePacer(from, env, host);
  const [first] = field.subjects.values();
  const size = Math.min(env.batchSize, spec.on(spec.models[0]!).count);
  for (let start = from; start < to; start += size) {
    const positions = Array.from({ length: Math.min(size, to - start) }, (_, i) => start + i);
    const batch = await loadBatch(first!, positions, size); // there are at least two
    try {
      for (const source of spec.models) await fromSource({ ...field, spec, env, pacer, host }, source, batch);
    } finally {
      batch.dispose();
    }
  }
}

async function fromSource(work: Work, source: string, batch: Batch): Promise<void> {
  const { spec, subjects, lessons, env, pacer, host } = work;
  const own = spec.on(source);
  const subject = subjects.get(source)!; // one was opened for each model
  const goal = await objectiveOf(own.goal, subject, batch);
  const effort = workOf(costOf(own.attacks[0]!, subject.classifier.classes, sizeOf(subject), own.norm)) * batch.n;
  const ctx = {
    signal: host.signal,
    tick: (step: number, of: number) => pacer.tick(effort * Math.min(1, step / of)),
  };
  try {
    const images = await craftOn({ spec: own, subject, batch, goal, lessons, env, host, ctx });
    try {
      for (const target of spec.models) await showTo(work, { source, target, goal, batch, images });
    } finally {
      images.dispose();
    }
  } finally {
    goal.dispose();
  }
  await pacer.complete(effort);
}

interface Showing {
  readonly source: string;
  readonly target: string;
  readonly goal: BatchObjective;
  readonly batch: Batch;
  readonly images: Images;
}

async function showTo({ spec, subjects, host }: Work, { source, target, goal, batch, images }: Showing) {
  const { n } = batch;
  const victim = defended(spec.on(target), subjects.get(target)!, batch, { chain: [], purpose: 'transfer' });
  const before = await answers(victim, batch.x, n);
  const after = await answers(victim, images, n);
  const hit = tf.tidy(() => reached(goal.objective, victim.logits(images)));
  try {
    const success = Uint8Array.from((await hit.data()).subarray(0, n));
    host.emit({
      kind: 'transfer',
      source,
      target,
      block: {
        from: batch.positions[0]!,
        labels: batch.classes.slice(0, n),
        targets: goal.targets.slice(0, n),
        clean: before.predictions,
        predictions: after.predictions,
        success,
      },
    });
  } finally {
    hit.dispose();
  }
}
