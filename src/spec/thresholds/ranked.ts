import { type Rate, wilson } from '../../core/stats.ts';

/** How many answers lie at or above a score, and how many of them are wrong. */
export interface Above {
  readonly n: number;
  readonly wrong: number;
}

/** Answers in order of their score, with the wrong ones counted: any threshold is one binary search. */
export interface Ranked {
  readonly n: number;
  readonly wrong: number;
  /** Ascending. */
  readonly scores: Float64Array;
  /** `wrongBelow[i]`: wrong answers among the first i; one entry more than scores. */
  readonly wrongBelow: Int32Array;
}

/** `wrong[i]` is true where answer i is wrong; the arguments are left alone. */
export function rank(scores: Float64Array, wrong: (i: number) => boolean): Ranked {
  const order = Uint32Array.from(scores, (_, i) => i).sort((a, b) => scores[a]! - scores[b]!);
  const wrongBelow = new Int32Array(scores.length + 1);
  order.forEach((from, i) => {
    wrongBelow[i + 1] = wrongBelow[i]! + Number(wrong(from));
  });
  const sorted = Float64Array.from(order, (i) => scores[i]!);
  return { n: scores.length, wrong: wrongBelow.at(-1)!, scores: sorted, wrongBelow };
}

/** Place of the first score that is at least `threshold`. */
export function lowerBound(scores: Float64Array, threshold: number): number {
  let [low, high] = [0, scores.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (scores[middle]! < threshold) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function countAbove({ n, wrong, scores, wrongBelow }: Ranked, threshold: number): Above {
  const at = lowerBound(scores, threshold);
  return { n: n - at, wrong: wrong - wrongBelow[at]! };
}

/** Area under the curve of true against false positives: chance that one of `higher` scores above one of `lower`; ties count half. */
export function auroc(higher: Float64Array, lower: Float64Array): number {
  const sorted = Float64Array.from(lower).sort();
  let sum = 0;
  for (const score of higher) {
    const below = lowerBound(sorted, score);
    let tied = below;
    while (tied < sorted.length && sorted[tied] === score) tied++;
    sum += below + (tied - below) / 2;
  }
  return sum / (higher.length * sorted.length); // NaN where there is nothing to compare
}

/** Share of wrong answers among the surest ones. */
export interface RiskCurve {
  /** `risk[i]`: among the i + 1 surest answers. Of answers with one score, each stands for their mean. */
  readonly risk: Float64Array;
  /** Mean of `risk`: area under the risk-coverage curve (Geifman and El-Yaniv 2017, arXiv:1705.08500). */
  readonly area: number;
}

export function riskCurve({ n, scores, wrongBelow }: Ranked): RiskCurve {
  const risk = new Float64Array(n);
  let [taken, wrong] = [0, 0];
  for (let end = n; end > 0; ) {
    const begin = lowerBound(scores, scores[end - 1]!);
    const found = wrongBelow[end]! - wrongBelow[begin]!;
    for (let i = 1; i <= end - begin; i++) risk[taken + i - 1] = (wrong + (found * i) / (end - begin)) / (taken + i);
    [taken, wrong, end] = [taken + end - begin, wrong + found, begin];
  }
  return { risk, area: risk.reduce((sum, value) => sum + value, 0) / n };
}

/** Accuracy of what is accepted from a threshold on, and how much that is. */
export interface CoveragePoint {
  readonly threshold: number;
  readonly coverage: Rate;
  readonly accuracy: Rate;
}

/** Coverage and accuracy at each threshold, where anything is accepted. */
export const coverageCurve = (ranked: Ranked, thresholds: readonly number[]): CoveragePoint[] =>
  thresholds
    .map((threshold) => ({ threshold, above: countAbove(ranked, threshold) }))
    .filter(({ above }) => above.n > 0)
    .map(({ threshold, above }) => ({
      threshold,
      coverage: wilson(above.n, ranked.n),
      accuracy: wilson(above.n - above.wrong, above.n),
    }));
