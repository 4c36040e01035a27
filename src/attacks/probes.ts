import { lengthOf, pixel, tiny } from './hostNorm.ts';
import { type Interview, inFlight, type Sitter } from './interview.ts';

/**
 * Unit normal of the boundary at `x`, towards the wrong side, from the answers to `count` probes of length `delta`
 * (Chen et al. 2020, arXiv:1904.02144, eq. 16).
 *
 *     Σ (φ_b − φ̄) u_b,   φ_b = ±1 the answer at x + δ·u_b
 *
 * u is Gaussian for l2 and uniform in a box for linf, of unit length, and what the box of pixels leaves of it.
 */
export function* normalAt(
  { norm, rng }: Sitter,
  x: Float32Array,
  delta: number,
  count: number,
): Interview<boolean, Float64Array> {
  const draw = norm === 'linf' ? () => 2 * rng.uniform() - 1 : rng.normal;
  const wrongSum = new Float64Array(x.length);
  const sum = new Float64Array(x.length);
  let wrong = 0;
  const size = inFlight(x.length);
  for (let done = 0; done < count; done += size) {
    const probes = Array.from({ length: Math.min(size, count - done) }, () => probe(x, delta, draw));
    const answers = yield probes;
    answers.forEach((hit, j) => {
      add(sum, probes[j]!, x);
      if (hit) add(wrongSum, probes[j]!, x);
      wrong += Number(hit);
    });
  }
  // Σ(φ − φ̄)u = 2 (Σ_wrong u − share·Σu); where all answers agree, the mean of u with their sign.
  const share = wrong === 0 ? 1 : wrong === count ? 0 : wrong / count;
  const normal = wrongSum.map((value, i) => value - share * sum[i]!);
  const length = Math.max(lengthOf(normal), tiny);
  return normal.map((value) => value / length);
}

function probe(x: Float32Array, delta: number, draw: () => number): Float32Array {
  const direction = Float64Array.from(x, draw);
  const scale = delta / lengthOf(direction);
  return x.map((value, i) => pixel(value + scale * direction[i]!));
}

function add(sum: Float64Array, y: Float32Array, x: Float32Array): void {
  for (let i = 0; i < sum.length; i++) sum[i]! += y[i]! - x[i]!;
}
