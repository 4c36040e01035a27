import { difference, type Rate, wilson } from '../../core/stats.ts';
import type { Mixture } from '../thresholds/bands.ts';
import type { Scored } from '../thresholds/board.ts';
import { bandAt, type Census, type Lines, opinionOf, patterns, type Watcher } from './census.ts';
import type { Chances } from './passage.ts';

/** How often two models accept a wrong answer about the same images, and what multiplying their shares would say. */
export interface Dependence {
  readonly first: Rate;
  readonly second: Rate;
  /** Both, on the same image. */
  readonly both: Rate;
  /** Both, with the same wrong answer: what a system that asks for agreement lets through. */
  readonly same: Rate;
  /** first × second: what independence says. */
  readonly product: number;
  /** both − product, with a 95 % interval; 0 where the first model accepts all or none, so that nothing is left to differ. */
  readonly gap: Mixture;
  /** Share of clean images about which the second model accepts a wrong answer, and the product with that. */
  readonly untouched: Rate;
  readonly untouchedProduct: number;
}

/**
 * Measured on the same images, since what fools one model often fools another (Papernot et al. 2016, arXiv:1605.07277).
 *
 *     both − product = p (1 − p) (P(second | first) − P(second | not first)),   p = P(first)
 *
 * The interval is Newcombe's for the difference of the two conditional shares (method 10), with p as counted.
 *
 * Undefined where the second model was not shown the images.
 */
export function dependenceOf(attacked: Scored, clean: Scored, lines: Lines, watcher: Watcher): Dependence | undefined {
  const counts = countBoth(attacked, lines, watcher);
  const alone = countBoth(clean, lines, watcher);
  if (!counts || !alone) return undefined;
  const { n, first, second, both, same } = counts;
  const [p, q] = [wilson(first, n), wilson(second, n)];
  const untouched = wilson(alone.second, alone.n);
  return {
    first: p,
    second: q,
    both: wilson(both, n),
    same: wilson(same, n),
    product: p.value * q.value,
    gap: gapOf(p, wilson(both, first), wilson(second - both, n - first)),
    untouched,
    untouchedProduct: p.value * untouched.value,
  };
}

/**
 * Share of attacked inputs that would get through if a second model were wrong about a share of them whatever the first
 * says, and then always with the same answer.
 */
export function presumedAccept({ attacker }: Chances, { n, wrong }: Census, share: number): number {
  const half = patterns.length / 2; // the second model agrees in the first half, and in the other it does not
  return wrong.reduce((sum, count, i) => {
    const [agreed, alone] = [attacker[i % half]!, attacker[(i % half) + half]!];
    return sum + (count / n) * (share * agreed + (1 - share) * alone);
  }, 0);
}

function gapOf({ value: p, count, n }: Rate, among: Rate, elsewhere: Rate): Mixture {
  if (count === 0 || count === n) return { value: 0, low: 0, high: 0 };
  const { value, low, high } = difference(among, elsewhere);
  const room = p * (1 - p);
  return { value: room * value, low: room * low, high: room * high };
}

function countBoth(scored: Scored, lines: Lines, watcher: Watcher) {
  const opinion = opinionOf(scored, watcher);
  if (!opinion) return undefined;
  const { n, labels, predictions } = scored.answers;
  const counts = { n, first: 0, second: 0, both: 0, same: 0 };
  for (let i = 0; i < n; i++) {
    const first = scored.wrong[i] === 1 && bandAt(scored, i, lines) === 0;
    const second = opinion.confidences[i]! >= watcher.accept && opinion.predictions[i] !== labels[i];
    counts.first += Number(first);
    counts.second += Number(second);
    counts.both += Number(first && second);
    counts.same += Number(first && second && opinion.predictions[i] === predictions[i]);
  }
  return counts;
}
