import { integer, number } from '../core/params.ts';
import { goalKinds } from '../core/threat.ts';
import type { AttackCard } from './card.ts';

export const cwCard = {
  title: 'C&W',
  summary: 'Weighs distance against success and searches for the weight. Slow and thorough.',
  paper: { authors: 'Carlini and Wagner', year: 2017, arxiv: '1608.04644' },
  access: 'gradient',
  budget: 'minimal',
  norms: ['l2'],
  goals: goalKinds,
  params: {
    rounds: integer({ label: 'Rounds', help: 'Weights to try for each image.', default: 6, min: 1, max: 50 }),
    steps: integer({
      label: 'Steps',
      help: 'Most steps in each round.',
      default: 200,
      min: 1,
      max: 10_000,
      scale: 'log',
    }),
    learningRate: number({
      label: 'Learning rate',
      help: 'Length of Adam’s steps.',
      default: 0.05,
      min: 0.0001,
      max: 1,
      scale: 'log',
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
  cost: ({ rounds, steps }) => ({ gradients: Number(rounds) * Number(steps), forwards: 0 }),
} as const satisfies AttackCard;
