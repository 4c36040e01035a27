import type { Env } from '../engine/env.ts';
import * as tf from '../tensor/tf.ts';
import type { OpenBackend } from './openBackend.ts';

const longestMs = 100; // two gradients in a row still let a cancel through within 200 ms, and progress moves

/**
 * Images per batch, at most `most`, whose gradient takes no longer than a reader would wait for a sign of life. Large
 * models get small batches on slow devices; the small ones of a classroom get `most` everywhere.
 */
export function livelyBatch(gradientOf: (images: number) => void, most: number, now: () => number): number {
  const timed = (images: number) => {
    const begin = now();
    tf.tidy(() => gradientOf(images));
    return now() - begin;
  };
  timed(1); // kernels are set up once
  const one = timed(1);
  if (one * most <= longestMs) return most;
  const few = atLeastOne(longestMs / one);
  const perImage = timed(few) / few; // less than alone: what each call costs is shared
  return Math.min(most, atLeastOne(longestMs / perImage));
}

const atLeastOne = (n: number) => Math.max(1, Math.floor(n));

/**
 * What an environment on this backend offers as `fitBatch`. A graphics processor works while the worker listens, so there
 * the memory decides; on a processor nobody is heard before a gradient is done.
 */
export const batchFitter =
  (fitBatch: OpenBackend['fitBatch'] | undefined, most: number, now: () => number) =>
  async (gradientOf: (images: number) => void): ReturnType<NonNullable<Env['fitBatch']>> =>
    fitBatch ? fitBatch(gradientOf, most) : livelyBatch(gradientOf, most, now);
