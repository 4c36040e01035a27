import { calibrationError } from '../core/calibrationError.ts';
import { makeRng, shuffled } from '../core/rng.ts';
import type { Env } from '../engine/env.ts';
import type { HonestPrice } from '../spec/extractEvents.ts';
import { rowOf } from './caller.ts';
import { argMax, l1Distance } from './service/distribution.ts';
import type { Service } from './service/service.ts';

/** Natural images with their classes and what the model truly says, row by row. */
export interface Benign {
  readonly pixels: Float32Array;
  readonly labels: Int32Array;
  /** Of the model that serves, watermarked or not. */
  readonly truth: Float32Array;
  /** Of the model without countermeasures. */
  readonly bare: Float32Array;
}

export interface HonestUse {
  readonly service: Service;
  readonly benign: Benign;
  readonly seed: number;
  /** Questions per second. */
  readonly pace: number;
  readonly env: Env;
  readonly pause: () => Promise<void>;
}

/** One user who asks about each image once, in a seeded order, at an even pace, and takes no for an answer. */
export async function honestPrice({ service, benign, seed, pace, env, pause }: HonestUse): Promise<HonestPrice> {
  const { pixels, labels, truth, bare } = benign;
  const n = labels.length;
  const [size, classes] = [pixels.length / n, truth.length / n];
  const order = shuffled(n, makeRng(seed).fork('honest'));
  const told: { readonly at: number; readonly p: Float32Array }[] = [];
  let busyMs = 0;
  service.register(0);
  for (const [i, at] of order.entries()) {
    const question = { pixels: rowOf(pixels, at, size), truth: rowOf(truth, at, classes) };
    const began = env.now();
    const reply = service.ask({ client: 0, seconds: i / pace, ...question });
    busyMs += env.now() - began;
    if (reply.kind === 'answer') told.push({ at, p: reply.probabilities });
    if (i % 50 === 0) await pause();
  }
  const all = Array.from({ length: n }, (_, at) => ({ at, p: rowOf(bare, at, classes) }));
  const right = (answers: typeof told) => answers.map(({ at, p }) => argMax(p) === labels[at]);
  const sure = (answers: typeof told) => answers.map(({ p }) => Math.max(...p));
  const count = (flags: readonly boolean[]) => ({ count: flags.filter(Boolean).length, n: flags.length });
  return {
    answered: { count: told.length, n },
    accuracy: count(right(told)),
    bareAccuracy: count(right(all)),
    calibrationError: calibrationError(sure(told), right(told)),
    bareCalibrationError: calibrationError(sure(all), right(all)),
    distortion: told.reduce((sum, { at, p }) => sum + l1Distance(p, rowOf(bare, at, classes)), 0) / told.length,
    falseAlarms: service.alarms,
    watching: service.watching(),
    addedMs: busyMs / n,
  };
}
