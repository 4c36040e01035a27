import type { Attack } from './attack.ts';
import { type Score, scores } from './hearing.ts';
import { ask, type Interview, interview, type Sitter } from './interview.ts';
import { shareAt, within } from './squareSchedule.ts';
import { squareWindows } from './squareWindows.ts';

/**
 * Square Attack (Andriushchenko et al. 2020, arXiv:1912.00049, alg. 1–3; in l1 Croce and Hein 2021, arXiv:2103.01208),
 * with the settings AutoAttack gives it: margin loss, and a schedule that does not depend on the number of queries.
 *
 * Differs from AutoAttack's program in two ways: every image draws its own squares, not the whole batch the same ones, and
 * squares may touch the lower and the right edge. Where the sides of the image differ, a square fits the shorter one.
 * Cost: at most `queries` forward passes; an image stops at its first success.
 */
export const square: Attack<'square'> = (input) => {
  const { pInit } = input.params;
  const { norm } = input.threat;
  return interview(input, scores('margin'), (sitter) =>
    norm === 'linf' ? squareLinf(sitter, pInit) : squareWindows(sitter, norm, pInit),
  );
};

/** Starts from vertical stripes of ±ε; then sets a window of each channel to x₀ ± ε and keeps what raises the gain. */
function* squareLinf({ shape, x0, found, epsilon, rng }: Sitter, pInit: number): Interview<Score> {
  const [height, width, channels] = shape;
  const shifted = (i: number, sign: number) => Math.min(1, Math.max(0, x0[i]! + sign * epsilon));
  const signs = () => Array.from({ length: channels }, () => (rng.uniform() < 0.5 ? -1 : 1));
  const stripes = Array.from({ length: width }, signs);
  found.forEach((_, i) => {
    found[i] = shifted(i, stripes[Math.floor(i / channels) % width]![i % channels]!);
  });
  let best: Score = yield* ask(found);
  const next = found.slice();
  for (let step = 0; !best.hit; step++) {
    const share = shareAt(step, pInit);
    const side = Math.min(height, width, Math.max(1, Math.round(Math.sqrt(share * height * width))));
    const top = within(rng, height - side);
    const left = within(rng, width - side);
    const sign = signs();
    const from = (row: number) => (row * width + left) * channels;
    for (let row = top; row < top + side; row++) {
      for (let i = from(row); i < from(row) + side * channels; i++) next[i] = shifted(i, sign[i % channels]!);
    }
    const answer: Score = yield* ask(next);
    const [kept, dropped] = answer.hit || answer.gain > best.gain ? [next, found] : [found, next];
    for (let row = top; row < top + side; row++) {
      dropped.set(kept.subarray(from(row), from(row) + side * channels), from(row));
    }
    if (kept === next) best = answer;
  }
}
