import { joinFloats } from '../core/join.ts';
import type { Learned } from '../core/learned.ts';
import { type Cell, sourceOf } from '../spec/cells.ts';
import type { Crafted, CraftRequest, TraceStep } from '../spec/craft.ts';
import type { Spec } from '../spec/spec.ts';
import type { StepContext } from '../tensor/iterate.ts';
import { balls, type Images } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';
import { attackCell, type CellRun, chainOf } from './attackCell.ts';
import { type Batch, loadBatch } from './batches.ts';
import { withinBudget } from './cascade.ts';
import type { Env } from './env.ts';
import { answers } from './judge.ts';
import { objectiveOf } from './objective.ts';
import { makePacer } from './pacer.ts';
import { type Lessons, prepare } from './prepare.ts';
import type { Subject } from './subject.ts';
import { defended } from './victim.ts';

/**
 * Attacks some images of one cell again and returns their pixels: the same ones the run judged. A minimum-norm attack at
 * a budget is asked as in the run, without one, and what it found beyond the budget is given back as the clean image.
 */
export async function craft(
  spec: Spec,
  subject: Subject,
  request: CraftRequest,
  env: Env,
  signal: AbortSignal,
  lessons: Lessons = new Map(),
): Promise<Crafted> {
  const pieces: Crafted[] = [];
  const cell = sourceOf(request.cell);
  const learned = await prepare({ spec, subject, cell, lessons, env, host: silent(signal) });
  const size = Math.min(env.batchSize, request.images.length);
  for (let i = 0; i < request.images.length; i += size) {
    const wanted = request.images.slice(i, i + size);
    const batch = await loadBatch(subject, wanted, size);
    try {
      pieces.push(await craftBatch({ spec, subject, request, learned, batch, env, signal }));
    } finally {
      batch.dispose();
    }
  }
  return join(subject.images.shape, pieces);
}

interface CraftWork {
  readonly spec: Spec;
  readonly subject: Subject;
  readonly request: CraftRequest;
  readonly learned: Learned | undefined;
  readonly batch: Batch;
  readonly env: Env;
  readonly signal: AbortSignal;
}

const silent = (signal: AbortSignal) => ({ signal, emit: () => undefined });

async function craftBatch({ spec, subject, request, learned, batch, env, signal }: CraftWork): Promise<Crafted> {
  const { cell, trace } = request;
  const goal = await objectiveOf(spec.goal, subject, batch);
  const steps: TraceStep[] = [];
  const pacer = makePacer(0, env, silent(signal));
  const ctx = { signal, tick: pacer.tick, ...(trace ? { trace: record(steps, batch.n) } : {}) };
  try {
    const source = { spec, subject, batch, cell: sourceOf(cell), objective: goal.objective, ctx, learned };
    const adversarial = await atBudget(source, cell);
    try {
      const victim = defended(spec, subject, batch, { chain: chainOf(spec, cell), purpose: 'craft' });
      const before = await answers(victim, batch.x, batch.n);
      const after = await answers(victim, adversarial, batch.n);
      return {
        shape: subject.images.shape,
        images: batch.positions.slice(0, batch.n),
        labels: batch.classes.slice(0, batch.n),
        clean: await rows(batch.x, batch.n),
        adversarial: await rows(adversarial, batch.n),
        cleanProbabilities: before.probabilities,
        adversarialProbabilities: after.probabilities,
        distances: await rows(
          tf.tidy(() => balls[spec.norm].distance(adversarial, batch.x)),
          batch.n,
          { dispose: true },
        ),
        targets: goal.targets.slice(0, batch.n),
        trace: steps,
        learned,
      };
    } finally {
      adversarial.dispose();
    }
  } finally {
    goal.dispose();
  }
}

/** What the cell has made of each image; owned by the caller. */
async function atBudget(source: CellRun, { epsilon }: Cell): Promise<Images> {
  const { adversarial } = await attackCell(source);
  if (epsilon === source.cell.epsilon || epsilon === null) return adversarial;
  const inside = withinBudget(adversarial, { x0: source.batch.x, threat: { norm: source.spec.norm, epsilon } });
  adversarial.dispose();
  return inside;
}

function record(steps: TraceStep[], n: number): NonNullable<StepContext['trace']> {
  return async ({ x, logits, gain }) => {
    const probabilities = tf.softmax(logits);
    steps.push({ pixels: await rows(x, n), probabilities: await rows(probabilities, n), gain: await rows(gain, n) });
    probabilities.dispose();
  };
}

/** The first `n` rows of a tensor as plain numbers. */
async function rows(tensor: tf.Tensor, n: number, { dispose = false } = {}): Promise<Float32Array> {
  const data = await tensor.data();
  const width = tensor.size / tensor.shape[0]!;
  if (dispose) tensor.dispose();
  return Float32Array.from(data.subarray(0, n * width));
}

function join(shape: Crafted['shape'], pieces: readonly Crafted[]): Crafted {
  const floats = (pick: (piece: Crafted) => Float32Array) => joinFloats(pieces.map(pick));
  return {
    shape,
    images: pieces.flatMap(({ images }) => images),
    labels: Int32Array.from(pieces.flatMap(({ labels }) => [...labels])),
    clean: floats((piece) => piece.clean),
    adversarial: floats((piece) => piece.adversarial),
    cleanProbabilities: floats((piece) => piece.cleanProbabilities),
    adversarialProbabilities: floats((piece) => piece.adversarialProbabilities),
    distances: floats((piece) => piece.distances),
    targets: Int32Array.from(pieces.flatMap(({ targets }) => [...targets])),
    trace: joinTraces(pieces),
    learned: pieces[0]?.learned,
  };
}

function joinTraces(pieces: readonly Crafted[]): TraceStep[] {
  const floats = (i: number, pick: (step: TraceStep) => Float32Array) =>
    joinFloats(pieces.map(({ trace }) => pick(trace[i]!)));
  const steps = Math.min(...pieces.map(({ trace }) => trace.length)); // a batch whose images have all fallen ends early
  return Array.from({ length: steps }, (_, i) => ({
    pixels: floats(i, (step) => step.pixels),
    probabilities: floats(i, (step) => step.probabilities),
    gain: floats(i, (step) => step.gain),
  }));
}
