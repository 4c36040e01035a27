import { LabError } from '../core/errors.ts';
import { problem } from '../core/problems.ts';
import { makeRng } from '../core/rng.ts';
import type { ImageBatch } from '../datasets/source.ts';
import type { Landscape, LandscapeRequest } from '../spec/landscape.ts';
import type { Spec } from '../spec/spec.ts';
import { balls } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';
import { chainOf } from './attackCell.ts';
import type { Env } from './env.ts';
import { makePacer } from './pacer.ts';
import { planeOf } from './plane.ts';
import type { Subject } from './subject.ts';
import { defended } from './victim.ts';

const planeReach = 2; // radii from the centre to an edge

/** Writes the pixels of point `i` into `out`, before they are clipped. */
type Points = (out: Float32Array, i: number) => void;

/** What the model answers at some points. */
type Answers = Pick<Landscape, 'predictions' | 'confidences' | 'margins'>;
type Ask = (count: number, points: Points) => Promise<Answers>;

/**
 * The model's answers around one image; see `LandscapeRequest`. Every random number comes from the seed and the image.
 *
 * Cost: side² + draws + at most 2 × `scanned` forward passes.
 */
export async function landscape(
  spec: Spec,
  subject: Subject,
  request: LandscapeRequest,
  env: Env,
  signal: AbortSignal,
): Promise<Landscape> {
  const { image, adversarial, radius, side, draws } = request;
  const { pixels: x0 } = await readImages(subject, [image]);
  if (adversarial.length !== x0.length)
    throw new LabError('contract', `landscape: expected ${x0.length} pixels, got ${adversarial.length}`);
  const rng = makeRng(spec.seed).fork('landscape').fork(image);
  const plane = planeOf(
    spec.norm,
    Float64Array.from(x0, (value, i) => adversarial[i]! - value),
    rng,
  );
  const reach = planeReach * radius;
  const at = (out: Float32Array, a: number, b: number) => {
    for (let p = 0; p < out.length; p++) out[p] = x0[p]! + a * plane.along[p]! + b * plane.across[p]!;
  };
  const ask = asker(spec, subject, request, env, signal);
  const place = (i: number) => (2 * reach * i) / (side - 1) - reach;
  const grid = await ask(side * side, (out, i) => at(out, place(i % side), place(Math.floor(i / side))));
  const clean = grid.predictions[(side * side) >> 1]!;
  const noise = await ask(draws, (out, i) => {
    balls[spec.norm].sample(out, radius, rng.fork('noise').fork(i));
    for (let p = 0; p < out.length; p++) out[p] = out[p]! + x0[p]!;
  });
  return {
    ...grid,
    image,
    radius,
    reach,
    side,
    along: Float32Array.from(plane.along),
    across: Float32Array.from(plane.across),
    directed: plane.directed,
    flipsAt: plane.directed ? await firstFlip(ask, clean, reach, (out, a) => at(out, a, 0)) : null,
    noise: { draws, flips: noise.predictions.filter((answer) => answer !== clean).length },
  };
}

/** Some images by position. @throws {LabError} `spec` when the set has no such image. */
export async function readImages({ images }: Subject, positions: readonly number[]): Promise<ImageBatch> {
  const stray = positions.find((position) => !(Number.isInteger(position) && position >= 0 && position < images.size));
  if (stray !== undefined)
    throw new LabError('spec', [
      problem('image', 'no-such-image', { data: images.id, last: images.size - 1, got: stray }),
    ]);
  return images.read(positions);
}

/** Puts points to the defended model, batch by batch; a randomised defense draws on from point to point. */
function asker(spec: Spec, subject: Subject, request: LandscapeRequest, env: Env, signal: AbortSignal): Ask {
  const chain = chainOf(spec, request.cell);
  const victim = defended(spec, subject, { positions: [request.image] }, { chain, purpose: 'landscape' });
  const pacer = makePacer(0, env, { signal, emit: () => undefined });
  const { shape } = subject.images;
  const width = shape[0] * shape[1] * shape[2];
  return async (count, points) => {
    const found = blank(count);
    for (let from = 0; from < count; from += env.batchSize) {
      const n = Math.min(env.batchSize, count - from);
      const pixels = new Float32Array(n * width);
      for (let i = 0; i < n; i++) points(pixels.subarray(i * width, (i + 1) * width), from + i);
      const logits = tf.tidy(() =>
        victim.rows(new Array(n).fill(0)).logits(tf.clipByValue(tf.tensor4d(pixels, [n, ...shape]), 0, 1)),
      );
      try {
        note(found, from, (await logits.data()) as Float32Array, victim.classes);
      } finally {
        logits.dispose();
      }
      await pacer.tick(from + n);
    }
    return found;
  };
}

const blank = (count: number) => ({
  predictions: new Int32Array(count),
  confidences: new Float32Array(count),
  margins: new Float32Array(count),
});

/** Reads the answers out of logits, `[n, k]`, and puts them down from entry `from` on. */
function note({ predictions, confidences, margins }: Answers, from: number, logits: Float32Array, k: number): void {
  for (let i = 0; i * k < logits.length; i++) {
    const row = logits.subarray(i * k, (i + 1) * k);
    const best = row.indexOf(Math.max(...row));
    const second = Math.max(...row.filter((_, c) => c !== best));
    predictions[from + i] = best;
    margins[from + i] = row[best]! - second;
    confidences[from + i] = 1 / row.reduce((sum, z) => sum + Math.exp(z - row[best]!), 0);
  }
}

const scanned = 64; // points per round: two rounds find the place to a 4096th of the reach

/** Smallest length at which the answer is another one; null when it never is. */
async function firstFlip(ask: Ask, clean: number, reach: number, at: (out: Float32Array, a: number) => void) {
  const scan = async (low: number, step: number) => {
    const { predictions } = await ask(scanned, (out, i) => at(out, low + (i + 1) * step));
    const i = predictions.findIndex((answer) => answer !== clean);
    return i < 0 ? null : low + (i + 1) * step;
  };
  const step = reach / scanned;
  const coarse = await scan(0, step);
  return coarse === null ? null : ((await scan(coarse - step, step / scanned)) ?? coarse);
}
