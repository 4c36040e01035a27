import { argMax, l1Distance } from './distribution.ts';

/**
 * Maximising angular deviation, the variant that keeps the likeliest class (MAD-argmax; Orekondy et al. 2020,
 * arXiv:1906.10908, sec. 4): ŷ within `budget` (l1) of y whose gradient for the thief is farthest in direction,
 *
 *     max ‖ Gᵀŷ/‖Gᵀŷ‖ − Gᵀy/‖Gᵀy‖ ‖²   over   { uniform on a set of classes that holds argmax y },
 *
 * moved towards as far as the budget goes. Differs from the paper: the thief is imagined as a linear model of answer `f`,
 * for which Gᵀy = (y − f) ⊗ x, so that the angle is that between y − f and ŷ − f; and the set grows class by class, each
 * time by the best one, instead of being searched among all.
 */
export function poisoned(y: Float32Array, f: Float32Array, budget: number): Float32Array {
  const top = argMax(y);
  let chosen = [top];
  let best = deviation(y, uniformOn(chosen, y.length), f);
  for (;;) {
    const others = [...y.keys()].filter((i) => !chosen.includes(i));
    const gains = others.map((i) => deviation(y, uniformOn([...chosen, i], y.length), f));
    const at = argMax(gains);
    if (others.length === 0 || gains[at]! <= best) break;
    best = gains[at]!;
    chosen = [...chosen, others[at]!];
  }
  const far = uniformOn(chosen, y.length);
  const distance = l1Distance(y, far);
  const share = distance > 0 ? Math.min(1, budget / distance) * almost : 0;
  return y.map((value, i) => value + share * (far[i]! - value));
}

const almost = 1 - 1e-6; // classes that are equal at the far end must not tie with the likeliest one

const uniformOn = (set: readonly number[], classes: number): Float32Array =>
  Float32Array.from({ length: classes }, (_, i) => (set.includes(i) ? 1 / set.length : 0));

/** Squared distance between the directions of a − f and b − f; 0 where one of them has none. */
function deviation(a: Float32Array, b: Float32Array, f: Float32Array): number {
  const [u, v] = [a, b].map((y) => Array.from(y, (value, i) => value - f[i]!)) as [number[], number[]];
  const [nu, nv] = [Math.hypot(...u), Math.hypot(...v)];
  if (nu === 0 || nv === 0) return 0;
  return u.reduce((sum, value, i) => sum + (value / nu - v[i]! / nv) ** 2, 0);
}
