import { choice, integer, number } from '../core/params.ts';
import { goalKinds } from '../core/threat.ts';
import type { AttackCard } from './card.ts';

export const eadCard = {
  title: 'EAD',
  summary: 'Like C&W with a price on every pixel: changes few of them.',
  paper: { authors: 'Chen et al.', year: 2018, arxiv: '1709.04114' },
  access: 'gradient',
  budget: 'minimal',
  norms: ['l1'],
  goals: goalKinds,
  params: {
    rounds: integer({ label: 'Rounds', help: 'Weights to try for each image.', default: 9, min: 1, max: 50 }),
    steps: integer({
      label: 'Steps',
      help: 'Most steps in each round.',
      default: 200,
      min: 1,
      max: 10_000,
      scale: 'log',
    }),
    stepSize: number({
      label: 'First step',
      help: 'Length of the first step; later ones are shorter.',
      default: 0.01,
      min: 0.0001,
      max: 1,
      scale: 'log',
    }),
    beta: number({
      label: 'Price per pixel',
      help: 'Weight of the l1 norm (β): larger values change fewer pixels.',
      default: 0.01,
      min: 0,
      max: 1,
    }),
    rule: choice({
      label: 'Decision rule',
      help: 'Which success is kept: the nearest in l1, or in the elastic net (en) of l1 and l2.',
      options: ['l1', 'en'],
      default: 'l1',
    }),
    constant: number({
      label: 'First weight',
      help: 'Weight of success to begin with.',
      default: 1,
      min: 1e-6,
      max: 1e6,
      scale: 'log',
    }),
    confidence: number({
      label: 'Confidence',
      help: 'Margin by which the wrong class must lead (κ).',
      default: 0,
      min: 0,
      max: 1000,
    }),
  },
  cost: ({ rounds, steps }) => {
    const all = Number(rounds) * Number(steps);
    return { gradients: all, forwards: all };
  },
} as const satisfies AttackCard;
