import type { Victim } from '../src/attacks/attack.ts';
import type { Classifier } from '../src/classifiers/classifier.ts';
import { makeRng } from '../src/core/rng.ts';
import type { ImageSource } from '../src/datasets/source.ts';
import type { Env } from '../src/engine/env.ts';
import { evaluate, type Range } from '../src/engine/evaluate.ts';
import type { Subject } from '../src/engine/subject.ts';
import type { RunEvent } from '../src/spec/events.ts';
import { applyEvent, emptyReport, type Report } from '../src/spec/report.ts';
import { formatSpec, parseSpec, type SpecText } from '../src/spec/spec.ts';
import type { Logits } from '../src/tensor/norms.ts';
import * as tf from '../src/tensor/tf.ts';

type Shape = readonly [number, number, number];

export interface LinearOptions {
  readonly classes?: number;
  readonly shape?: Shape;
  /** Pixel from a uniform number; the default keeps clear of 0 and 1. */
  readonly pixel?: (u: number) => number;
  /** One column of weights per class; drawn at random when absent. */
  readonly weights?: readonly (readonly number[])[];
}

/** A classifier that is linear in the pixels, so that its robust radius is known in closed form, and labelled images. */
export interface LinearSubject extends Subject {
  readonly weights: readonly (readonly number[])[];
  pixels(position: number): readonly number[];
}

export function linearSubject({
  classes = 2,
  shape = [2, 2, 1],
  pixel = (u) => 0.3 + 0.4 * u,
  weights,
}: LinearOptions = {}): LinearSubject {
  const size = shape[0] * shape[1] * shape[2];
  const columns = weights ?? randomColumns(classes, size);
  const pixels = (position: number) => {
    const rng = makeRng('pixels').fork(position);
    return Array.from({ length: size }, () => Math.fround(pixel(rng.uniform())));
  };
  return {
    classifier: linearClassifier(columns, shape),
    images: labelledBy(columns, shape, pixels),
    classNames: columns.map((_, i) => String(i)),
    weights: columns,
    pixels,
  };
}

function randomColumns(classes: number, size: number): number[][] {
  const rng = makeRng('weights');
  return Array.from({ length: classes }, () => Array.from({ length: size }, () => 2 * rng.normal()));
}

function linearClassifier(columns: readonly (readonly number[])[], shape: Shape): Classifier {
  const matrix = tf.tidy(() => tf.transpose(tf.tensor2d(columns.map((column) => [...column]))));
  const logits = (x: tf.Tensor4D) => tf.matMul(tf.reshape(x, [x.shape[0], -1]), matrix) as Logits;
  return {
    id: 'linear',
    sha256: '',
    classes: columns.length,
    shape: [...shape] as [number, number, number],
    softmaxRemoved: false,
    logits,
    dispose: () => matrix.dispose(),
  };
}

/** Every image carries the label the classifier gives it, so that clean accuracy is 1. */
function labelledBy(
  columns: readonly (readonly number[])[],
  shape: Shape,
  pixels: (position: number) => readonly number[],
): ImageSource {
  const label = (image: readonly number[]) => {
    const scores = columns.map((column) => dot(column, image));
    return scores.indexOf(Math.max(...scores));
  };
  return {
    id: 'drawn',
    sha256: '',
    size: 1000,
    shape: [...shape] as [number, number, number],
    read: async (positions) => ({
      pixels: Float32Array.from(positions.flatMap((p) => [...pixels(p)])),
      labels: Int32Array.from(positions, (p) => label(pixels(p))),
    }),
  };
}

export const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, v, i) => sum + v * b[i]!, 0);

/** An environment without files, for tests that bring their own subject. */
export function memoryEnv({ batchSize = 8 } = {}): Env {
  let now = 0;
  const nothing = async (path: string): Promise<Uint8Array> => {
    throw new Error(`no files here: ${path}`);
  };
  return {
    readAsset: nothing,
    readFile: nothing,
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
    now: () => (now += 1),
    date: () => '2026-01-01T00:00:00.000Z',
    backend: { name: tf.getBackend(), adapter: 'test', checks: [] },
    batchSize,
  };
}

export interface CollectOptions {
  readonly env?: Env;
  readonly range?: Range;
  readonly signal?: AbortSignal;
}

/** Events of one run on a subject the caller keeps. */
export async function collect(subject: Subject, text: SpecText, options: CollectOptions = {}): Promise<RunEvent[]> {
  const { env = memoryEnv(), signal = new AbortController().signal } = options;
  const events: RunEvent[] = [];
  const spec = parseSpec(text);
  const range = options.range ?? { from: 0, to: spec.count };
  await evaluate(spec, subject, range, env, { signal, emit: (event) => events.push(event) });
  return events;
}

/** The report of a run: the fold of its events. */
export async function reportOf(subject: Subject, text: SpecText, options: CollectOptions = {}): Promise<Report> {
  return (await collect(subject, text, options)).reduce(applyEvent, emptyReport(formatSpec(parseSpec(text))));
}

/** A model that always answers the same, as an attack sees it. */
export function steadyVictim({ classes, logits }: Pick<Classifier, 'classes' | 'logits'>): Victim {
  const victim: Victim = { classes, draws: 1, logits: (x) => tf.tidy(() => logits(x)), rows: () => victim };
  return victim;
}
