import { integer, number } from '../core/params.ts';
import { goalKinds, norms } from '../core/threat.ts';
import type { AttackCard } from './card.ts';

export const fmnCard = {
  title: 'FMN',
  summary: 'A ball that shrinks and grows until it just holds an adversarial image.',
  paper: { authors: 'Pintor et al.', year: 2021, arxiv: '2102.12827' },
  access: 'gradient',
  budget: 'minimal',
  norms,
  goals: goalKinds,
  params: {
    steps: integer({
      label: 'Steps',
      help: 'Gradient steps to take.',
      default: 100,
      min: 1,
      max: 10_000,
      scale: 'log',
    }),
    stepSize: number({
      label: 'First step',
      help: 'l2 length of the first step; the last one is a hundredth of it.',
      default: 1,
      min: 0.001,
      max: 100,
      scale: 'log',
    }),
    gamma: number({
      label: 'Change of radius',
      help: 'Share by which the ball first shrinks after a success and grows after a failure; in the end 0.001.',
      default: 0.05,
      min: 0.001,
      max: 0.5,
      scale: 'log',
    }),
  },
  cost: ({ steps }) => ({ gradients: Number(steps), forwards: 1 }),
} as const satisfies AttackCard;
