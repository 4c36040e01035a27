import { type AttackId, attackCards, attackIds, costOf } from '../src/attacks/catalog.ts';
import type { Classifier } from '../src/classifiers/classifier.ts';
import type { Norm } from '../src/core/threat.ts';
import { attackCell, choiceOf } from '../src/engine/attackCell.ts';
import { loadBatch } from '../src/engine/batches.ts';
import type { Env, Host } from '../src/engine/env.ts';
import { objectiveOf } from '../src/engine/objective.ts';
import { prepare } from '../src/engine/prepare.ts';
import { openSubject, type Subject, sizeOf } from '../src/engine/subject.ts';
import { openNodeEnv } from '../src/platform/nodeEnv.ts';
import { planCells } from '../src/spec/cells.ts';
import type { RunEvent } from '../src/spec/events.ts';
import { parseSpec } from '../src/spec/spec.ts';
import type { Images } from '../src/tensor/norms.ts';
import * as tf from '../src/tensor/tf.ts';
import type { Settings } from './settings.ts';

/** Passes per image; a gradient counts once, forward and backward together. */
interface Passes {
  readonly gradients: number;
  readonly forwards: number;
}

/** What one attack with its default settings costs on the shipped model, without what it learns beforehand. */
export interface AttackRow {
  readonly attack: AttackId;
  readonly norm: Norm;
  readonly images: number;
  readonly spent: Passes;
  /** What the lab says before the start. */
  readonly atMost: Passes;
  /** Milliseconds per image, by round. */
  readonly samples: readonly number[];
}

/** The budgets under which the golden model of the tests keeps about a third of its images. */
const budget: Record<Norm, string> = { linf: '0.1', l2: '1.5', l1: '10' };

const usualImages = 16;
const longEnoughMs = 4000; // what took so long is not measured again

/** Every attack on the first images of the shipped model, with the backend of the command line, one after the other. */
export async function measureAttacks({ batch: images = usualImages, rounds, say }: Settings): Promise<AttackRow[]> {
  const { env } = await openNodeEnv({ backend: 'wasm' });
  const open = await openSubject(parseSpec({}), env);
  const { subject, take } = counted(open);
  const rows: AttackRow[] = [];
  try {
    for (const attack of attackIds) {
      say(`attack ${attack}`);
      rows.push(await measureAttack({ attack, images, rounds, subject, take, env }));
    }
  } finally {
    open.classifier.dispose();
  }
  return rows;
}

interface Trial {
  readonly attack: AttackId;
  readonly images: number;
  readonly rounds: number;
  readonly subject: Subject;
  readonly take: () => Passes;
  readonly env: Env;
}

async function measureAttack({ attack, images, rounds, subject, take, env }: Trial): Promise<AttackRow> {
  const norm = attackCards[attack].norms[0];
  const spec = parseSpec({ attack, norm, defense: 'none', eps: budget[norm], count: String(images) });
  const [cell] = planCells(spec);
  const host: Host<RunEvent> = { signal: new AbortController().signal, emit: () => undefined };
  const learned = await prepare({ spec, subject, cell: cell!, lessons: new Map(), env, host });
  const batch = await loadBatch(
    subject,
    Array.from({ length: images }, (_, i) => i),
    images,
  );
  const goal = await objectiveOf(spec.goal, subject, batch);
  const ctx = { signal: host.signal, tick: async () => undefined };
  const samples: number[] = [];
  let spent: Passes = { gradients: 0, forwards: 0 };
  const started = performance.now();
  do {
    take();
    const began = performance.now();
    const run = { spec, subject, batch, cell: cell!, objective: goal.objective, ctx, learned };
    const { adversarial } = await attackCell(run);
    await adversarial.data();
    adversarial.dispose();
    samples.push((performance.now() - began) / images);
    spent = take(); // the same in every round
  } while (samples.length < rounds && performance.now() - started < longEnoughMs);
  goal.dispose();
  batch.dispose();
  const { gradients, forwards } = spent;
  return {
    attack,
    norm,
    images,
    spent: { gradients: gradients / images, forwards: forwards / images },
    atMost: costOf(choiceOf(spec, cell!), subject.classifier.classes, sizeOf(subject), norm),
    samples,
  };
}

/** A subject that counts the images its model is asked about; `take` gives the counts since the last time. */
function counted(subject: Subject): { readonly subject: Subject; readonly take: () => Passes } {
  let [asked, gradients] = [0, 0];
  const watch = tf.customGrad((x: tf.Tensor | tf.GradSaveFunc) => ({
    value: tf.clone(x as tf.Tensor),
    gradFunc: (dy: tf.Tensor) => {
      gradients += dy.shape[0]!;
      return tf.clone(dy);
    },
  }));
  const logits: Classifier['logits'] = (x) => {
    asked += x.shape[0];
    return subject.classifier.logits(watch(x) as Images);
  };
  const take = () => {
    const passes = { gradients, forwards: asked - gradients }; // a backward pass has one forward pass before it
    [asked, gradients] = [0, 0];
    return passes;
  };
  return { subject: { ...subject, classifier: { ...subject.classifier, logits } }, take };
}
