import { unreachable } from '../../core/errors.ts';
import type { CleanBlock } from '../events.ts';
import type { Answers } from './groups.ts';
import { lowerBound } from './ranked.ts';
import { type ScoreName, scoreNames } from './scoreNames.ts';
import { halves, logsOf, tempered } from './temperature.ts';

/** What scores are measured by: the temperature, and what half of the clean images look like, each in ascending order. */
export interface Scale {
  readonly temperature: number;
  /** Undefined where the report has no logits. */
  readonly energies: Float64Array | undefined;
  /** By detector; empty where the run had none. */
  readonly suspicions: Readonly<Record<string, Float64Array>>;
}

/** Fitted on the half of the clean images that the temperature is fitted on. */
export function scaleOf(clean: Answers, seed: number, temperature: number): Scale {
  const { fit } = halves(clean, seed);
  const sorted = (values: ArrayLike<number>) => Float64Array.from(values).sort();
  return {
    temperature,
    energies: fit.logits && sorted(energiesOf(fit)),
    suspicions: Object.fromEntries(Object.entries(fit.suspicions ?? {}).map(([id, values]) => [id, sorted(values)])),
  };
}

/** The rules that images have what they need for: energy asks for logits, suspicion for a detector in the run. */
export const rulesFor = (blocks: readonly Pick<CleanBlock, 'logits' | 'scores'>[]): readonly ScoreName[] =>
  scoreNames.filter((name) => {
    if (name === 'energy') return blocks.every(({ logits }) => logits);
    return name !== 'detector' || blocks.every(({ scores }) => scores);
  });

/**
 * Confidence of each answer.
 *
 *     max         max p
 *     margin      p₍₁₎ − p₍₂₎
 *     entropy     1 + Σ p·log p / log k
 *     energy      place of E = −log Σ exp z      Liu et al. 2020, arXiv:2010.03759, sec. 3.1
 *     detector    least place of the suspicion of any detector of the run
 *     calibrated  max softmax(z / T)             Guo et al. 2017, arXiv:1706.04599, sec. 4.2
 *
 * Energy and suspicion have no natural scale; the place of an image is the share of clean ones that are at least as
 * strange, (1 + count) / (1 + m): a conformal p-value (Bates et al. 2021, arXiv:2104.08279, sec. 2).
 *
 * `scale` must have what the rule needs, see `rulesFor`.
 */
export function scoresOf(name: ScoreName, answers: Answers, scale: Scale): Float64Array {
  switch (name) {
    case 'max':
      return eachRow(answers, answers.probabilities, largest);
    case 'margin':
      return marginsOf(answers);
    case 'entropy':
      return eachRow(answers, answers.probabilities, (p) => certainty(p, answers.classes));
    case 'calibrated':
      return eachRow(answers, logsOf(answers), (z) => largest(tempered(z, scale.temperature)));
    case 'energy':
      return energiesOf(answers).map((energy) => placeAmong(scale.energies!, energy));
    case 'detector':
      return suspicionPlaces(answers, scale);
    default:
      return unreachable(name);
  }
}

/** First minus second probability of each answer. */
export const marginsOf = (answers: Answers): Float64Array => eachRow(answers, answers.probabilities, marginOf);

type Row = Float32Array | Float64Array;

const eachRow = ({ n, classes }: Answers, values: Row, measure: (row: Row) => number): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => measure(values.subarray(i * classes, (i + 1) * classes)));

const largest = (p: ArrayLike<number>) => {
  let best = 0;
  for (let k = 0; k < p.length; k++) best = Math.max(best, p[k]!);
  return best;
};

function marginOf(p: ArrayLike<number>): number {
  let [first, second] = [0, 0];
  for (let k = 0; k < p.length; k++) {
    if (p[k]! > first) [first, second] = [p[k]!, first];
    else if (p[k]! > second) second = p[k]!;
  }
  return first - second;
}

function certainty(p: ArrayLike<number>, classes: number): number {
  let entropy = 0;
  for (let k = 0; k < p.length; k++) if (p[k]! > 0) entropy -= p[k]! * Math.log(p[k]!);
  return Math.min(1, Math.max(0, 1 - entropy / Math.log(classes)));
}

/** −log Σ exp z: the less the scores add up to, the larger. */
const energiesOf = (answers: Answers): Float64Array =>
  eachRow(answers, logsOf(answers), (z) => {
    const top = Math.max(...z);
    let sum = 0;
    for (let k = 0; k < z.length; k++) sum += Math.exp(z[k]! - top);
    return -top - Math.log(sum);
  });

/** Share of the known values, itself counted among them, that are at least as large. */
export const placeAmong = (known: Float64Array, value: number): number =>
  (1 + known.length - lowerBound(known, value)) / (1 + known.length);

function suspicionPlaces({ n, suspicions = {} }: Answers, scale: Scale): Float64Array {
  const all = Object.entries(scale.suspicions);
  return Float64Array.from({ length: n }, (_, i) =>
    Math.min(...all.map(([id, known]) => placeAmong(known, suspicions[id]![i]!))),
  );
}
