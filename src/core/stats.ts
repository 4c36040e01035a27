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

/** `a` less `b` of independent samples, with a 95 % interval (Newcombe 1998, Statistics in Medicine 17:873–890, method 10). */
export function difference(a: Rate, b: Rate): { readonly value: number; readonly low: number; readonly high: number } {
  const value = a.value - b.value;
  return {
    value,
    low: value - Math.hypot(a.value - a.low, b.high - b.value),
    high: value + Math.hypot(a.high - a.value, b.value - b.low),
  };
}

/**
 * Whether `a` is larger than `b` by more than chance: the interval of their difference lies above 0. Intervals that overlap
 * a little may still belong to a clear difference. Of the same images it asks for more than needed.
 */
export const clearlyAbove = (a: Rate, b: Rate): boolean => difference(a, b).low > 0; // false for NaN

/** Middle value; the mean of the two middle ones for an even count, NaN for none. Does not change its argument. */
export function median(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return Number.NaN;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** A mean with its 95 % interval. */
export interface Mean {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
}

/** 97.5 % points of Student's t for 1, 2, … degrees of freedom; beyond the table the normal one serves. */
const t975 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045,
] as const;

/** Mean and Student's interval of independent values; of a single value the interval is infinite. */
export function meanInterval(values: readonly number[]): Mean {
  const n = values.length;
  const value = values.reduce((sum, each) => sum + each, 0) / n;
  const variance = values.reduce((sum, each) => sum + (each - value) ** 2, 0) / (n - 1);
  const half = n > 1 ? (t975[n - 2] ?? z95) * Math.sqrt(variance / n) : Number.POSITIVE_INFINITY;
  return { value, low: value - half, high: value + half, n };
}
