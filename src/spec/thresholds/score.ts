import { unreachable } from '../../core/errors.ts';
import type { Answers } from './groups.ts';
import { tempered } from './temperature.ts';

/** What a threshold can be compared with. All lie in [0, 1]; larger is surer. */
export const scoreNames = ['max', 'margin', 'entropy', 'calibrated'] as const;
export type ScoreName = (typeof scoreNames)[number];

/**
 * Confidence of each answer.
 *
 *     max         max p
 *     margin      p₍₁₎ − p₍₂₎
 *     entropy     1 + Σ p·log p / log k
 *     calibrated  max softmax(log p / T)      Guo et al. 2017, arXiv:1706.04599, sec. 4.2
 *
 * Energy (Liu et al. 2020, arXiv:2010.03759) needs the logits, which a report does not keep: the softmax forgets them.
 */
export function scoresOf(name: ScoreName, answers: Answers, temperature: number): Float64Array {
  const { n, classes, probabilities } = answers;
  const measure = measureOf(name, classes, temperature);
  return Float64Array.from({ length: n }, (_, i) => measure(probabilities.subarray(i * classes, (i + 1) * classes)));
}

type Measure = (p: Float32Array) => number;

function measureOf(name: ScoreName, classes: number, temperature: number): Measure {
  switch (name) {
    case 'max':
      return largest;
    case 'margin':
      return marginOf;
    case 'entropy':
      return (p) => Math.min(1, Math.max(0, 1 - entropyOf(p) / Math.log(classes)));
    case 'calibrated':
      return (p) => largest(tempered(p, temperature));
    default:
      return unreachable(name);
  }
}

const largest = (p: ArrayLike<number>) => {
  let best = 0;
  for (let k = 0; k < p.length; k++) best = Math.max(best, p[k]!);
  return best;
};

/** First minus second probability. */
export function marginOf(p: ArrayLike<number>): number {
  let [first, second] = [0, 0];
  for (let k = 0; k < p.length; k++) {
    if (p[k]! > first) [first, second] = [p[k]!, first];
    else if (p[k]! > second) second = p[k]!;
  }
  return first - second;
}

function entropyOf(p: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < p.length; k++) if (p[k]! > 0) sum -= p[k]! * Math.log(p[k]!);
  return sum;
}
