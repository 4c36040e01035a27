/**
 * z with Φ(z) = p, the quantile of the standard normal distribution, to about 1e-7 (Wichura 1988, Applied Statistics
 * 37:477–484, AS 241, routine PPND7). Infinite at 0 and 1.
 */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return q * ratio(0.180625 - q * q, central);
  const tail = Math.min(p, 1 - p);
  if (tail <= 0) return q < 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const r = Math.sqrt(-Math.log(tail));
  return Math.sign(q) * (r <= 5 ? ratio(r - 1.6, outer) : ratio(r - 5, far));
}

/** P(Z > z) of the standard normal distribution, relative error below 1.2e-7 (Press et al. 1992, sec. 6.2, `erfcc`). */
export function normalUpperTail(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + x / 2);
  const erfc = t * Math.exp(-x * x + polynomial(erfcCoefficients, t));
  return z >= 0 ? erfc / 2 : 1 - erfc / 2;
}

/** c₀ + c₁ x + c₂ x² + … */
export const polynomial = (coefficients: readonly number[], x: number): number =>
  coefficients.reduceRight((sum, c) => sum * x + c, 0);

const ratio = (r: number, [above, below]: readonly [readonly number[], readonly number[]]) =>
  polynomial(above, r) / polynomial(below, r);

const central = [
  [3.3871327179, 50.434271938, 159.29113202, 59.10937472],
  [1, 17.895169469, 78.757757664, 67.1875636],
] as const;
const outer = [
  [1.4234372777, 2.75681539, 1.3067284816, 0.17023821103],
  [1, 0.7370016425, 0.12021132975],
] as const;
const far = [
  [6.657905115, 3.081226386, 0.42868294337, 0.017337203997],
  [1, 0.24197894225, 0.012258202635],
] as const;
const erfcCoefficients = [
  -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223,
  0.17087277,
] as const;
