import { integer, number } from '../core/params.ts';
import type { CountermeasureCard } from './card.ts';

const answers = { kind: 'algorithmic', needsOwnImages: false } as const;

export const roundingCard = {
  ...answers,
  title: 'Rounding',
  summary: 'Probabilities with few decimals.',
  paper: { authors: 'Tramèr et al.', year: 2016, arxiv: '1609.02943' },
  params: {
    decimals: integer({ label: 'Decimals', help: 'Decimals that are kept.', default: 1, min: 0, max: 6 }),
  },
} as const satisfies CountermeasureCard;

export const topKCard = {
  ...answers,
  title: 'Top k',
  summary: 'Only the likeliest classes are told, the others become 0.',
  paper: { authors: 'Orekondy et al.', year: 2019, arxiv: '1812.02766' },
  params: {
    k: integer({ label: 'Classes told', help: 'Classes that keep their probability.', default: 2, min: 1, max: 1000 }),
  },
} as const satisfies CountermeasureCard;

export const labelOnlyCard = {
  ...answers,
  title: 'Label only',
  summary: 'The likeliest class and no probability.',
  paper: { authors: 'Tramèr et al.', year: 2016, arxiv: '1609.02943' },
  params: {},
} as const satisfies CountermeasureCard;

export const gaussianNoiseCard = {
  ...answers,
  title: 'Gaussian noise',
  summary: 'Each probability is moved by noise drawn anew for every answer.',
  paper: { authors: 'Lee et al.', year: 2018, arxiv: '1806.00054' },
  params: {
    sigma: number({ label: 'σ', help: 'Standard deviation of the noise.', default: 0.2, min: 0, max: 10 }),
  },
} as const satisfies CountermeasureCard;

export const highConfidenceCard = {
  ...answers,
  title: 'High confidence only',
  summary: 'Classes below a probability become 0; where none reaches it, nothing is told.',
  paper: { authors: 'Tramèr et al.', year: 2016, arxiv: '1609.02943' },
  params: {
    cutoff: number({ label: 'Cut-off', help: 'Smallest probability that is told.', default: 0.25, min: 0, max: 1 }),
  },
} as const satisfies CountermeasureCard;

export const reverseSigmoidCard = {
  ...answers,
  title: 'Reverse sigmoid',
  summary: 'Pulls sure answers towards unsure ones along a sigmoid, so that many true answers give the same told one.',
  paper: { authors: 'Lee et al.', year: 2018, arxiv: '1806.00054' },
  params: {
    beta: number({ label: 'β', help: 'Strength; above 1 the likeliest class may change.', default: 1, min: 0, max: 2 }),
    gamma: number({ label: 'γ', help: 'Steepness of the sigmoid.', default: 0.5, min: 0.001, max: 10, scale: 'log' }),
  },
} as const satisfies CountermeasureCard;

export const misinformationCard = {
  ...answers,
  title: 'Adaptive misinformation',
  summary: 'Unsure answers, as out-of-distribution queries get, are replaced by those of a model that knows nothing.',
  paper: { authors: 'Kariyappa and Qureshi', year: 2020, arxiv: '1911.07100' },
  params: {
    tau: number({ label: 'τ', help: 'Confidence below which the answer is replaced.', default: 0.9, min: 0, max: 1 }),
    steepness: number({
      label: 'Steepness',
      help: 'How sharply the two are told apart.',
      default: 1000,
      min: 1,
      max: 100_000,
      scale: 'log',
    }),
  },
} as const satisfies CountermeasureCard;

export const madCard = {
  ...answers,
  title: 'Prediction poisoning (MAD)',
  summary: 'Moves each answer so that the gradient a thief takes from it points elsewhere; the likeliest class stays.',
  paper: { authors: 'Orekondy et al.', year: 2020, arxiv: '1906.10908' },
  params: {
    budget: number({
      label: 'Budget',
      help: 'Largest l1 distance between the true answer and the told one.',
      default: 0.9,
      min: 0,
      max: 2,
    }),
  },
} as const satisfies CountermeasureCard;
