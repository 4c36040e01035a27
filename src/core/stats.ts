/** Share of `count` in `n` with its interval; all three in [0, 1]. */
export interface Rate {
  readonly count: number;
  readonly n: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

const z95 = 1.959963984540054; // Φ⁻¹(0.975)

/**
 * Two-sided 95 % score interval of a proportion (Wilson 1927, JASA 22:209–212).
 *
 * Stays inside [0, 1] and is honest at 0 and at n, where the textbook interval collapses. `n = 0` gives [0, 1] and NaN.
 */
export function wilson(count: number, n: number): Rate {
  if (n === 0) return { count, n, value: Number.NaN, low: 0, high: 1 };
  const value = count / n;
  const z2 = z95 * z95;
  const centre = (value + z2 / (2 * n)) / (1 + z2 / n);
  const half = (z95 / (1 + z2 / n)) * Math.sqrt((value * (1 - value)) / n + z2 / (4 * n * n));
  // At the ends centre ∓ half is 0 or 1 by algebra; rounding must not push it outside.
  const low = count === 0 ? 0 : Math.max(0, centre - half);
  const high = count === n ? 1 : Math.min(1, centre + half);
  return { count, n, value, low, high };
}

/**
 * Whether `a` is larger than `b` by more than chance: the 95 % interval of their difference (Newcombe 1998, Statistics in
 * Medicine 17:873–890, method 10) lies above 0. Intervals that overlap a little may still belong to a clear difference.
 *
 * The formula is for independent samples; of the same images it asks for more than needed.
 */
export function clearlyAbove(a: Rate, b: Rate): boolean {
  return a.value - b.value > Math.hypot(a.value - a.low, b.high - b.value); // false for NaN
}

/** Middle value; the mean of the two middle ones for an even count, NaN for none. Does not change its argument. */
export function median(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return Number.NaN;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
