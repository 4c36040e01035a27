import type { Rng } from '../core/rng.ts';
import type { Score } from './hearing.ts';
import { confineL1Into, lengthOf, pixel, tiny } from './hostNorm.ts';
import { ask, type Interview, type Sitter } from './interview.ts';
import { pyramid } from './pyramid.ts';
import { shareAt, within } from './squareSchedule.ts';

/** Corner and side of a window of the image. */
interface Window {
  readonly top: number;
  readonly left: number;
  readonly side: number;
}

/** What differs between the norms. */
interface Measure {
  length(values: Float64Array): number;
  /** What is left of ε. */
  unspent(epsilon: number, spent: number): number;
  /** Length of a window of one channel that gets what its windows held and a channel's part of what is left of ε. */
  budget(freed: number, unspent: number, channels: number): number;
  /** Brings the perturbation to the rim of the ball and the image into the box. */
  confineInto(out: Float32Array, delta: Float64Array, sitter: Sitter): void;
}

const measures: Readonly<Record<'l2' | 'l1', Measure>> = {
  l2: {
    length: lengthOf,
    unspent: (epsilon, spent) => Math.sqrt(Math.max(0, epsilon ** 2 - spent ** 2)),
    budget: (freed, unspent, channels) => Math.sqrt(unspent ** 2 / channels + freed ** 2),
    confineInto: (out, delta, { x0, epsilon }) => {
      const scale = epsilon / Math.max(lengthOf(delta), tiny);
      out.forEach((_, i) => {
        out[i] = pixel(x0[i]! + scale * delta[i]!);
      });
    },
  },
  l1: {
    length: (values) => values.reduce((sum, value) => sum + Math.abs(value), 0),
    unspent: (epsilon, spent) => Math.max(0, epsilon - spent),
    budget: (freed, unspent, channels) => unspent + channels * freed,
    confineInto: confineL1Into,
  },
};

/**
 * The l2 form of the Square Attack (Andriushchenko et al. 2020, arXiv:1912.00049, alg. 3): all of ε is spent from the
 * start; every step takes the mass of one window away and gives it to another, where a pyramid of random sign and
 * orientation is added. In l1 mass is counted by size and every step is projected onto ball and box at once (Croce and
 * Hein 2021, arXiv:2103.01208, sec. 5).
 */
export function* squareWindows(sitter: Sitter, norm: 'l2' | 'l1', pInit: number): Interview<Score> {
  const { shape, x0, found, rng } = sitter;
  const measure = measures[norm];
  const next = found.slice();
  measure.confineInto(next, tiles(shape, rng), sitter);
  let best: Score = yield* ask(next);
  found.set(next);
  for (let step = 0; !best.hit; step++) {
    const side = sideAt(step, pInit, shape);
    const corner = (): Window => ({ top: within(rng, shape[0] - side), left: within(rng, shape[1] - side), side });
    const delta = Float64Array.from(found, (value, i) => value - x0[i]!);
    moveMass(delta, sitter, measure, corner(), corner());
    measure.confineInto(next, delta, sitter);
    const answer: Score = yield* ask(next);
    if (!answer.hit && answer.gain <= best.gain) continue;
    found.set(next);
    best = answer;
  }
}

const sign = (rng: Rng) => (rng.uniform() < 0.5 ? -1 : 1);

/** Side of the window: odd, so that a pyramid has one peak, and never below 3, where the image has room for it. */
function sideAt(step: number, pInit: number, [height, width]: Sitter['shape']): number {
  const side = Math.max(3, Math.round(Math.sqrt(shareAt(step, pInit) * height * width)));
  return Math.min(height, width, side % 2 === 0 ? side + 1 : side);
}

/** Five by five pyramids of random sign, as many as fit. */
function tiles([height, width, channels]: Sitter['shape'], rng: Rng): Float64Array {
  const delta = new Float64Array(height * width * channels);
  const side = Math.max(1, Math.floor(Math.min(height, width) / 5));
  for (let top = Math.floor((height % side) / 2); top + side <= height; top += side) {
    for (let left = Math.floor((width % side) / 2); left + side <= width; left += side) {
      const peak = pyramid(side, rng);
      for (let channel = 0; channel < channels; channel++) {
        const direction = sign(rng);
        indices({ top, left, side }, width, channels, channel).forEach((at, i) => {
          delta[at] = direction * peak[i]!;
        });
      }
    }
  }
  return delta;
}

/** Erases `from` and spends its mass, and what is left of ε, on `to`. */
function moveMass(
  delta: Float64Array,
  sitter: Sitter,
  { length, budget, unspent: left }: Measure,
  to: Window,
  from: Window,
): void {
  const { shape, epsilon, rng } = sitter;
  const [, width, channels] = shape;
  const unspent = left(epsilon, length(delta));
  const peak = pyramid(to.side, rng);
  for (let channel = 0; channel < channels; channel++) {
    const target = indices(to, width, channels, channel);
    const source = indices(from, width, channels, channel);
    const freed = length(Float64Array.from(new Set([...target, ...source]), (i) => delta[i]!));
    const old = Float64Array.from(target, (i) => delta[i]!);
    const [direction, held] = [sign(rng), Math.max(length(old), tiny)];
    const fresh = old.map((value, i) => value / held + direction * peak[i]!);
    const scale = budget(freed, unspent, channels) / Math.max(length(fresh), tiny);
    for (const i of source) delta[i] = 0;
    target.forEach((at, i) => {
      delta[at] = scale * fresh[i]!;
    });
  }
}

/** Places of one channel of a window in the image, row by row. */
function indices({ top, left, side }: Window, width: number, channels: number, channel: number): Int32Array {
  return Int32Array.from({ length: side * side }, (_, i) => {
    const [row, column] = [top + Math.floor(i / side), left + (i % side)];
    return (row * width + column) * channels + channel;
  });
}
