import { loadBatch } from '../engine/batches.ts';
import { craftOn } from '../engine/craftOn.ts';
import type { Env } from '../engine/env.ts';
import { answers } from '../engine/judge.ts';
import { objectiveOf } from '../engine/objective.ts';
import type { Lessons } from '../engine/prepare.ts';
import type { Subject } from '../engine/subject.ts';
import { defended } from '../engine/victim.ts';
import type { CopiedAttack, Count } from '../spec/extractEvents.ts';
import type { ExtractSpec } from '../spec/extractSpec.ts';
import * as tf from '../tensor/tf.ts';
import { rowOf } from './caller.ts';
import type { Copy } from './copy.ts';
import { probabilitiesOf } from './oracle.ts';
import { argMax } from './service/distribution.ts';

/** The test images of the victim and what it says of them. */
export interface Exam {
  readonly victim: Subject;
  readonly pixels: Float32Array;
  readonly labels: Int32Array;
  readonly predictions: Int32Array;
}

interface Means {
  readonly env: Env;
  readonly signal: AbortSignal;
  readonly pause: () => Promise<void>;
}

/** The first `count` images of the victim's set. */
export async function openExam(victim: Subject, count: number, { env, pause }: Means): Promise<Exam> {
  const { pixels, labels } = await victim.images.read(Array.from({ length: count }, (_, i) => i));
  return { victim, pixels, labels, predictions: await predictionsOf(victim.classifier, pixels, { env, pause }) };
}

/** Likeliest classes. */
export async function predictionsOf(
  classifier: Subject['classifier'],
  pixels: Float32Array,
  { env, pause }: Pick<Means, 'env' | 'pause'>,
): Promise<Int32Array> {
  const { classes } = classifier;
  const all = await probabilitiesOf(classifier, pixels, { batchSize: env.batchSize, pause });
  return Int32Array.from({ length: all.length / classes }, (_, i) => argMax(rowOf(all, i, classes)));
}

export const countEqual = (a: Int32Array, b: Int32Array): Count => ({
  count: a.reduce((sum, value, i) => sum + Number(value === b[i]), 0),
  n: a.length,
});

/** How like the victim the copy is, and how right. */
export async function likeness({ pixels, labels, predictions }: Exam, copy: Copy, means: Means) {
  const guesses = await predictionsOf(copy.classifier, pixels, means);
  return { fidelity: countEqual(guesses, predictions), accuracy: countEqual(guesses, labels) };
}

/** Every attack of the experiment on the first `attacked` test images, built on the copy alone and shown to both. */
export async function attackWith(copy: Copy, exam: Exam, spec: ExtractSpec, means: Means): Promise<CopiedAttack[]> {
  const lessons: Lessons = new Map();
  const n = Math.min(spec.settings.attacked, exam.labels.length);
  const results: CopiedAttack[] = [];
  for (const { id } of n > 0 ? spec.victim.attacks : []) {
    const total = { fooled: 0, right: 0, agreed: 0 };
    for (let from = 0; from < n; from += means.env.batchSize) {
      const rows = Math.min(means.env.batchSize, n - from);
      const found = await attackBatch({ copy, exam, spec, means, lessons, attack: id }, from, rows);
      total.fooled += found.fooled;
      total.right += found.right;
      total.agreed += found.agreed;
    }
    results.push({ attack: id, fooled: { count: total.fooled, n: total.right }, agreed: { count: total.agreed, n } });
  }
  return results;
}

interface Attacking {
  readonly copy: Copy;
  readonly exam: Exam;
  readonly spec: ExtractSpec;
  readonly means: Means;
  readonly lessons: Lessons;
  readonly attack: string;
}

async function attackBatch({ copy, exam, spec, means, lessons, attack }: Attacking, from: number, rows: number) {
  const { env, signal, pause } = means;
  const subject: Subject = { ...exam.victim, classifier: copy.classifier };
  const positions = Array.from({ length: rows }, (_, i) => from + i);
  const batch = await loadBatch(subject, positions, Math.min(env.batchSize, spec.settings.attacked));
  try {
    const goal = await objectiveOf(spec.victim.goal, subject, batch);
    const host = { signal, emit: () => undefined };
    const ctx = { signal, tick: pause };
    const images = await craftOn({ spec: spec.victim, attack, subject, batch, goal, lessons, env, host, ctx });
    try {
      const says = async (who: Subject) =>
        (await answers(defended(spec.victim, who, batch, { chain: [], purpose: 'copy' }), images, rows)).predictions;
      const [victim, own] = [await says(exam.victim), await says(subject)];
      const right = positions.map((i) => exam.predictions[i] === exam.labels[i]);
      return {
        right: right.filter(Boolean).length,
        fooled: right.filter((wasRight, i) => wasRight && victim[i] !== exam.labels[from + i]).length,
        agreed: countEqual(victim, own).count,
      };
    } finally {
      tf.dispose(images);
      goal.dispose();
    }
  } finally {
    batch.dispose();
  }
}
