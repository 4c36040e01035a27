import { clopperPearsonLower, fairCoinTest } from '../core/binomial.ts';
import { normalQuantile, normalUpperTail } from '../core/normal.ts';

/** How many votes there are, under how much noise, and how often they may be wrong. */
export interface Vote {
  readonly sigma: number;
  readonly n: number;
  readonly alpha: number;
}

/**
 * Radius in L2 within which the vote cannot change, from `count` votes of `n` for the class; undefined where it abstains.
 * Wrong with probability at most `alpha` (Cohen et al. 2019, arXiv:1902.02918, sec. 3.2.2: σ Φ⁻¹ of the one-sided
 * Clopper–Pearson bound, which has to exceed 1/2).
 */
export function certifiedRadius(count: number, { sigma, n, alpha }: Vote): number | undefined {
  const share = clopperPearsonLower(count, n, alpha);
  return share > 1 / 2 ? sigma * normalQuantile(share) : undefined;
}

/** What it certifies where all votes agree: no image can get a larger radius. Undefined where nothing can be certified. */
export const radiusCeiling = (vote: Vote): number | undefined => certifiedRadius(vote.n, vote);

/** Votes with which a radius can be certified at all; at radius 0, votes with which anything can. */
export function votesFor(radius: number, { sigma, alpha }: Omit<Vote, 'n'>): number {
  const share = Math.max(1 / 2, 1 - normalUpperTail(radius / sigma));
  const least = Math.max(1, Math.floor(Math.log(alpha) / Math.log(share)) - 1); // share^n = alpha, and rounding
  for (let n = least; ; n++) if ((radiusCeiling({ sigma, alpha, n }) ?? -1) >= radius) return n;
}

/** Whether votes for a class against those for the next tell which the model prefers (sec. 3.2.1, `Predict`). */
export const isDecided = (first: number, second: number, alpha: number): boolean =>
  fairCoinTest(first, second) <= alpha;
