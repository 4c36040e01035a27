import { lengthOf } from '../core/length.ts';
import type { Rng } from '../core/rng.ts';
import type { Norm } from '../core/threat.ts';

/** A plane through an image. Directions have length 1 in the norm and are orthogonal. */
export interface Plane {
  readonly along: Float64Array;
  readonly across: Float64Array;
  /** False when there was no perturbation to take a direction from. */
  readonly directed: boolean;
}

/** The plane of a perturbation and a random direction; of two random directions where the perturbation is zero. */
export function planeOf(norm: Norm, delta: Float64Array, rng: Rng): Plane {
  const directed = lengthOf(norm, delta) > 0;
  const along = unit(norm, directed ? delta : randomDirection(norm, delta.length, rng.fork('along')));
  const across = unit(norm, orthogonal(randomDirection(norm, delta.length, rng.fork('across')), along));
  return { along, across, directed };
}

/** As dense as a perturbation of that norm: signs where every pixel may take the whole budget, normal numbers elsewhere. */
const randomDirection = (norm: Norm, n: number, rng: Rng): Float64Array =>
  Float64Array.from({ length: n }, () => (norm === 'linf' ? (rng.uniform() < 0.5 ? -1 : 1) : rng.normal()));

/** What is left of `x` without its part along `u`. */
function orthogonal(x: Float64Array, u: Float64Array): Float64Array {
  const share = dot(x, u) / dot(u, u);
  return x.map((value, i) => value - share * u[i]!);
}

const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

const tiny = 1e-12; // a plane of an image with one pixel has no second direction

function unit(norm: Norm, x: Float64Array): Float64Array {
  const length = Math.max(lengthOf(norm, x), tiny);
  return x.map((value) => value / length);
}
