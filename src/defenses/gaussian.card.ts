import { number } from '../core/params.ts';
import type { DefenseCard } from './card.ts';

export const gaussianCard = {
  title: 'Gaussian noise',
  summary: 'Adds fresh noise to every image it is shown.',
  strengths:
    'Drowns changes that are smaller than the noise; the base of randomised smoothing, which can be certified.',
  weaknesses:
    'A single noisy answer certifies nothing, and an attack that averages its gradient over draws sees through it.',
  costs: 'Answers differ from call to call, and a model that was not trained on noise loses clean accuracy.',
  paper: { authors: 'Cohen et al.', year: 2019, arxiv: '1902.02918' },
  backward: 'exact',
  randomised: true,
  params: {
    sigma: number({ label: 'Sigma', help: 'Standard deviation of the noise.', default: 0.25, min: 0.001, max: 1 }),
  },
} as const satisfies DefenseCard;
