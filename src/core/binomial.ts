/** P(X ≥ count) for X binomial with `n` trials of probability `share`: the incomplete beta function I_share(count, n − count + 1). */
export const binomialTail = (count: number, n: number, share: number): number =>
  count <= 0 ? 1 : count > n ? 0 : incompleteBeta(share, count, n - count + 1);

/**
 * Lower bound on the probability behind `count` of `n`; holds with probability at least 1 − `alpha` (Clopper–Pearson,
 * one-sided): the share p with P(X ≥ count) = alpha.
 */
export function clopperPearsonLower(count: number, n: number, alpha: number): number {
  if (count === 0) return 0;
  if (count === n) return alpha ** (1 / n);
  let [low, high] = [0, count / n]; // the tail at count / n is above every alpha worth asking for
  for (let i = 0; i < halvings; i++) {
    const middle = (low + high) / 2;
    if (binomialTail(count, n, middle) < alpha) low = middle;
    else high = middle;
  }
  return low;
}

const halvings = 60; // below the spacing of doubles

/** Chance that a fair coin falls at least as unevenly as `a` against `b`, either way (exact, two-sided). */
export const fairCoinTest = (a: number, b: number): number =>
  Math.min(1, 2 * binomialTail(Math.max(a, b), a + b, 1 / 2));

/** I_x(a, b), the regularised incomplete beta function, by its continued fraction (Press et al. 1992, sec. 6.4). */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0 || x >= 1) return Math.min(1, Math.max(0, x));
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2) ? (front * fraction(x, a, b)) / a : 1 - (front * fraction(1 - x, b, a)) / b;
}

/** Modified Lentz: stops when a step no longer changes a double. */
function fraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m <= mostTerms; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    let change = 1;
    for (const term of [even, odd]) {
      d = 1 / away(1 + term * d);
      c = away(1 + term / c);
      change = c * d;
      value *= change;
    }
    if (Math.abs(change - 1) < 1e-15) break;
  }
  return value;
}

const mostTerms = 10_000; // about √n are needed
const away = (value: number) => (Math.abs(value) < 1e-300 ? 1e-300 : value); // keeps the quotients finite

/** log Γ(x) for x > 0 to about 1e-14 (Lanczos 1964, with Godfrey's coefficients for g = 7). */
function logGamma(x: number): number {
  const t = x + 6.5;
  const sum = lanczos.reduce((total, c, i) => total + c / (x + i), 0.99999999999980993);
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
}

const lanczos = [
  676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const;
