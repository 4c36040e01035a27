import { distances } from './hostNorm.ts';
import type { Interview, Sitter } from './interview.ts';
import type { Test } from './nearest.ts';

/**
 * The wrong image nearest to the boundary on the way from the clean image to `wrong`, by bisection: a blend of the two for
 * l2, `wrong` clipped to a box round the clean image for linf.
 *
 * As exact as HopSkipJump wants it (arXiv:1904.02144, sec. III-C): θ = 1/(d√d) of the way for l2, 1/d² for linf.
 */
export function* toBoundary({ norm, x0 }: Sitter, wrong: Float32Array, test: Test): Interview<boolean, Float32Array> {
  const far = distances[norm](wrong, x0);
  const [most, theta, at] =
    norm === 'linf'
      ? [far, Math.min(far, 1) / x0.length ** 2, clipped(x0, wrong)]
      : [1, 1 / x0.length ** 1.5, blended(x0, wrong)];
  let [low, high, best] = [0, most, wrong];
  while (high - low > theta) {
    const middle = (low + high) / 2;
    const x = at(middle);
    if (yield* test(x)) [high, best] = [middle, x];
    else low = middle;
  }
  return best;
}

const blended = (x0: Float32Array, x: Float32Array) => (share: number) =>
  x0.map((value, i) => (1 - share) * value + share * x[i]!);

const clipped = (x0: Float32Array, x: Float32Array) => (most: number) =>
  x0.map((value, i) => Math.min(value + most, Math.max(value - most, x[i]!)));
