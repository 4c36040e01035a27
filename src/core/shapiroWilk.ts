import { normalQuantile, normalUpperTail, polynomial } from './normal.ts';

export interface ShapiroWilk {
  /** In (0, 1]; near 1 for a sample that looks normal. */
  readonly w: number;
  /** Probability of a W at most this small for a normal sample. */
  readonly p: number;
}

/**
 * Shapiro–Wilk test of normality with Royston's approximation (Royston 1995, Applied Statistics 44:547–551, AS R94).
 *
 * Made for 4 to 5,000 values; beyond that W is still right and p only roughly. NaN below 4 values, and where all are equal.
 */
export function shapiroWilk(values: ArrayLike<number>): ShapiroWilk {
  const n = values.length;
  const x = Float64Array.from(values).sort();
  if (n < 4 || x[0] === x[n - 1]) return { w: Number.NaN, p: Number.NaN };
  const w = Math.min(1, statistic(x, weightsFor(n)));
  return { w, p: significance(w, n) };
}

function statistic(x: Float64Array, a: Float64Array): number {
  const n = x.length;
  const mean = x.reduce((sum, value) => sum + value, 0) / n;
  const squares = x.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const spread = a.reduce((sum, weight, i) => sum + weight * (x[n - 1 - i]! - x[i]!), 0);
  return spread ** 2 / squares;
}

/** Weights of the differences between largest and smallest, second largest and second smallest, … */
function weightsFor(n: number): Float64Array {
  const half = n >> 1;
  const m = Float64Array.from({ length: half }, (_, i) => -normalQuantile((i + 1 - 0.375) / (n + 0.25)));
  const squares = 2 * m.reduce((sum, value) => sum + value * value, 0);
  const norm = Math.sqrt(squares);
  const first = polynomial(firstWeight, 1 / Math.sqrt(n)) + m[0]! / norm;
  const ends = n > 5 ? [first, polynomial(secondWeight, 1 / Math.sqrt(n)) + m[1]! / norm] : [first];
  const rest = squares - 2 * ends.reduce((sum, _, i) => sum + m[i]! ** 2, 0);
  const scale = Math.sqrt(rest / (1 - 2 * ends.reduce((sum, a) => sum + a * a, 0)));
  return m.map((value, i) => ends[i] ?? value / scale);
}

function significance(w: number, n: number): number {
  const y = Math.log(1 - w);
  if (n > 11) {
    const size = Math.log(n);
    return normalUpperTail((y - polynomial(largeMean, size)) / Math.exp(polynomial(largeDeviation, size)));
  }
  const gamma = 0.459 * n - 2.273;
  if (y >= gamma) return 0;
  return normalUpperTail((-Math.log(gamma - y) - polynomial(smallMean, n)) / Math.exp(polynomial(smallDeviation, n)));
}

const firstWeight = [0, 0.221157, -0.147981, -2.07119, 4.434685, -2.706056] as const;
const secondWeight = [0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633] as const;
const smallMean = [0.544, -0.39978, 0.025054, -6.714e-4] as const;
const smallDeviation = [1.3822, -0.77857, 0.062767, -0.0020322] as const;
const largeMean = [-1.5861, -0.31082, -0.083751, 0.0038915] as const;
const largeDeviation = [-0.4803, -0.082676, 0.0030302] as const;
