import { integer, number } from '../core/params.ts';
import type { DefenseCard } from './card.ts';

export const tvCard = {
  title: 'Total variation',
  summary: 'Drops pixels at random and rebuilds the smoothest image that agrees with the rest.',
  strengths: 'Rebuilds the image from a random part of its pixels, so that no single pixel can be relied on.',
  weaknesses: 'What is smooth is kept, and a gradient averaged over draws finds smooth changes.',
  costs: 'Dozens of sweeps over the image for each answer, different answers from call to call, and fine detail.',
  paper: { authors: 'Guo et al.', year: 2018, arxiv: '1711.00117' },
  backward: 'identity',
  randomised: true,
  params: {
    drop: number({ label: 'Dropped', help: 'Share of the pixels that are dropped.', default: 0.5, min: 0, max: 0.95 }),
    weight: number({
      label: 'Smoothness',
      help: 'Weight of the total variation against the difference from the image.',
      default: 0.03,
      min: 0,
      max: 1,
    }),
    steps: integer({ label: 'Sweeps', help: 'Iterations of the solver.', default: 30, min: 1, max: 300 }),
  },
} as const satisfies DefenseCard;
