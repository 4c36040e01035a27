import type { Rng } from '../core/rng.ts';

/** The share of the image under a window is halved after this many steps, as for 10,000 queries. */
const halvings = [10, 50, 200, 500, 1000, 2000, 4000, 6000, 8000];

/** Share of the image that the window of this step covers (Andriushchenko et al. 2020, arXiv:1912.00049, sec. 4). */
export const shareAt = (step: number, first: number): number =>
  first / 2 ** halvings.filter((after) => step > after).length;

/** A whole number from 0 to `most`. */
export const within = (rng: Rng, most: number): number => Math.floor(rng.uniform() * (most + 1));
