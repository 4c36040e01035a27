import { number } from '../core/params.ts';
import type { DefenseCard } from './card.ts';

export const gaussianCard = {
  title: 'Gaussian noise',
  summary: 'Adds fresh noise to every image it is shown.',
  paper: { authors: 'Cohen et al.', year: 2019, arxiv: '1902.02918' },
  backward: 'exact',
  randomised: true,
  params: {
    sigma: number({ label: 'Sigma', help: 'Standard deviation of the noise.', default: 0.25, min: 0.001, max: 1 }),
  },
} as const satisfies DefenseCard;
