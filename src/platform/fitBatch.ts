import type { Env } from '../engine/env.ts';
import * as tf from '../tensor/tf.ts';
import type { OpenBackend } from './openBackend.ts';

const longestMs = 100; // two gradients in a row still let a cancel through within 200 ms, and progress moves

interface Pace {
  readonly now: () => number;
  /** Resolves once the work handed over is done; absent where operations finish before they return. */
  readonly drain?: OpenBackend['drain'] | undefined;
}

/**
 * Images per batch, at most `most`, whose gradient takes no longer than a reader would wait for a sign of life. Large
 * models get small batches on slow devices; the small ones of a classroom get `most` everywhere.
 */
export async function livelyBatch(
  gradientOf: (images: number) => void,
  most: number,
  { now, drain }: Pace,
): Promise<number> {
  const timed = async (images: number) => {
    const begin = now();
    tf.tidy(() => gradientOf(images));
    await drain?.();
    return now() - begin;
  };
  await timed(1); // kernels are set up once
  const one = await timed(1);
  if (one * most <= longestMs) return most;
  const few = atLeastOne(longestMs / one);
  const perImage = (await timed(few)) / few; // less than alone: what each call costs is shared
  return Math.min(most, atLeastOne(longestMs / perImage));
}

const atLeastOne = (n: number) => Math.max(1, Math.floor(n));

type Device = { readonly [Key in 'fitBatch' | 'drain']: OpenBackend[Key] | undefined };

/** What an environment on this backend offers as `fitBatch`: batches that fit the memory first, then the patience. */
export const batchFitter =
  ({ fitBatch, drain }: Device, most: number, now: Pace['now']) =>
  async (gradientOf: (images: number) => void): ReturnType<NonNullable<Env['fitBatch']>> => {
    const fitting = (await fitBatch?.(gradientOf, most)) ?? most;
    return livelyBatch(gradientOf, fitting, { now, drain });
  };
