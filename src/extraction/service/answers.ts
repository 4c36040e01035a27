import type { Rng } from '../../core/rng.ts';
import type { AlgorithmicId, CountermeasureChain, CountermeasureParams } from '../countermeasures.catalog.ts';
import { membersOfKind } from '../countermeasures.catalog.ts';
import { argMax, normalised, oneHot, ranking } from './distribution.ts';
import type { Ignorant } from './ignorant.ts';
import { poisoned } from './mad.ts';

/** What a countermeasure may look at besides the answer. */
export interface Occasion {
  readonly pixels: Float32Array;
  /** Of this question alone. */
  readonly rng: Rng;
  readonly ignorant: Ignorant;
}

/** Changes an answer, `[k]` probabilities; borrowed, never changed. The result sums to 1. */
type Change<Id extends AlgorithmicId> = (
  p: Float32Array,
  params: CountermeasureParams<Id>,
  occasion: Occasion,
) => Float32Array;

const tiny = 1e-9; // keeps the logit finite at 0 and 1

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** A card without arithmetic, or arithmetic without a card, is a compile error. */
export const changes: { readonly [Id in AlgorithmicId]: Change<Id> } = {
  rounding: (p, { decimals }) => normalised(p.map((value) => Math.round(value * 10 ** decimals) / 10 ** decimals)),
  'top-k': (p, { k }) => {
    const told = ranking(p).slice(0, k);
    return normalised(p.map((value, i) => (told.includes(i) ? value : 0)));
  },
  'label-only': (p) => oneHot(argMax(p), p.length),
  'gaussian-noise': (p, { sigma }, { rng }) => normalised(p.map((value) => value + sigma * rng.normal())),
  'high-confidence': (p, { cutoff }) => normalised(p.map((value) => (value >= cutoff ? value : 0))),
  /** y = p − β (σ(γ logit p) − ½), then the sum is made 1 (Lee et al. 2018, arXiv:1806.00054, sec. IV). */
  'reverse-sigmoid': (p, { beta, gamma }) =>
    normalised(
      Float64Array.from(p, (value) => {
        const inside = Math.min(1 - tiny, Math.max(tiny, value));
        return value - beta * (sigmoid(gamma * Math.log(inside / (1 - inside))) - 0.5);
      }),
    ),
  /**
   * (1 − h) y + h f with h = 1/(1 + e^{ν (max y − τ)}) (Kariyappa and Qureshi 2020, arXiv:1911.07100, sec. 4). Differs
   * from the paper: f is not trained to be wrong but knows nothing, and the model is not taught to be unsure of strangers.
   */
  misinformation: (p, { tau, steepness }, { pixels, ignorant }) => {
    const h = sigmoid(-steepness * (Math.max(...p) - tau));
    if (h < tiny) return p;
    const lie = ignorant(pixels);
    return normalised(p.map((value, i) => (1 - h) * value + h * lie[i]!));
  },
  mad: (p, { budget }, { pixels, ignorant }) => normalised(poisoned(p, ignorant(pixels), budget)),
};

/** What is told of a true answer behind all countermeasures that change answers, one after the other. */
export const toldAnswer = (chain: CountermeasureChain, truth: Float32Array, occasion: Occasion): Float32Array =>
  membersOfKind(chain, 'algorithmic').reduce(
    (p, { id, params }) => change(id as AlgorithmicId, p, params, occasion), // of that kind
    truth,
  );

function change<Id extends AlgorithmicId>(id: Id, p: Float32Array, params: object, occasion: Occasion): Float32Array {
  const how: Change<Id> = changes[id];
  return how(p, params as CountermeasureParams<Id>, occasion); // id and params come from one choice
}

/** The three likeliest classes in random order, as PRADA answers while it alarms. */
export function shuffledTop(p: Float32Array, rng: Rng): Float32Array {
  const told = p.slice();
  const top = ranking(p).slice(0, 3);
  for (let i = top.length - 1; i > 0; i--) {
    const [a, b] = [top[i]!, top[Math.floor(rng.uniform() * (i + 1))]!];
    [told[a], told[b]] = [told[b]!, told[a]!];
  }
  return told;
}
