import { number } from '../core/params.ts';
import { norms } from '../core/threat.ts';
import type { AttackCard } from './card.ts';
import { stepSizeParam, stepsParam } from './commonParams.ts';

export const maxConfidenceCard = {
  title: 'MaxConfidence',
  summary:
    'Aims at every wrong class and keeps the answer the model is surest of: for attackers who know the threshold.',
  paper: { authors: 'Stutz et al.', year: 2020, arxiv: '1910.06259' },
  access: 'gradient',
  budget: 'ball',
  norms,
  goals: ['untargeted', 'offset', 'least-likely', 'class'],
  params: {
    steps: stepsParam(40),
    stepSize: stepSizeParam(0.05),
    stopAt: number({
      label: 'Enough confidence',
      help: 'An image is done once a wrong answer is this sure, as when the threshold is known; 1 goes on to the end.',
      default: 1,
      min: 0,
      max: 1,
    }),
  },
  fixedLoss: { name: 'ce', aims: true },
  goesOn: true,
  cost: ({ steps }, classes) => ({ gradients: Number(steps) * classes, forwards: 2 * classes + 1 }),
} as const satisfies AttackCard;
