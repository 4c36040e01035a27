import type { Rng } from '../core/rng.ts';
import type { Score } from './hearing.ts';
import { ask, type Interview, type Sitter } from './interview.ts';
import { pyramid } from './pyramid.ts';
import { shareAt, within } from './squareSchedule.ts';

/** Corner and side of a window of the image. */
interface Window {
  readonly top: number;
  readonly left: number;
  readonly side: number;
}

const tiny = 1e-12; // keeps x/‖x‖ finite at x = 0

/**
 * The l2 form of the Square Attack (arXiv:1912.00049, alg. 3): all of ε is spent from the start; every step takes the
 * mass of one window away and gives it to another, where a pyramid of random sign and orientation is added.
 */
export function* squareL2(sitter: Sitter, pInit: number): Interview<Score> {
  const { shape, x0, found, epsilon, rng } = sitter;
  const next = found.slice();
  const place = (delta: Float64Array) => {
    const scale = epsilon / Math.max(norm(delta), tiny);
    next.forEach((_, i) => {
      next[i] = Math.min(1, Math.max(0, x0[i]! + scale * delta[i]!));
    });
  };
  place(tiles(shape, rng));
  let best: Score = yield* ask(next);
  found.set(next);
  for (let step = 0; !best.hit; step++) {
    const side = sideAt(step, pInit, shape);
    const corner = (): Window => ({ top: within(rng, shape[0] - side), left: within(rng, shape[1] - side), side });
    const delta = Float64Array.from(found, (value, i) => value - x0[i]!);
    moveMass(delta, sitter, corner(), corner());
    place(delta);
    const answer: Score = yield* ask(next);
    if (!answer.hit && answer.gain <= best.gain) continue;
    found.set(next);
    best = answer;
  }
}

const norm = (values: Float64Array) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
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
function moveMass(delta: Float64Array, { shape, epsilon, rng }: Sitter, to: Window, from: Window): void {
  const [, width, channels] = shape;
  const unspent = Math.max(0, epsilon ** 2 - norm(delta) ** 2) / channels;
  const peak = pyramid(to.side, rng);
  for (let channel = 0; channel < channels; channel++) {
    const target = indices(to, width, channels, channel);
    const source = indices(from, width, channels, channel);
    const freed = [...new Set([...target, ...source])].reduce((sum, i) => sum + delta[i]! ** 2, 0);
    const old = Float64Array.from(target, (i) => delta[i]!);
    const [direction, length] = [sign(rng), Math.max(norm(old), tiny)];
    const fresh = old.map((value, i) => value / length + direction * peak[i]!);
    const scale = Math.sqrt(unspent + freed) / Math.max(norm(fresh), tiny);
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
