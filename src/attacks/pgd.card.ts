import { flag } from '../core/params.ts';
import { goalKinds, norms } from '../core/threat.ts';
import type { AttackCard } from './card.ts';
import { earlyStopParam, lossParam, restartsParam, stepSizeParam, stepsParam } from './commonParams.ts';

export const pgdCard = {
  title: 'PGD',
  summary: 'Many small steps from a random start, always back into the ball.',
  paper: { authors: 'Madry et al.', year: 2018, arxiv: '1706.06083' },
  access: 'gradient',
  budget: 'ball',
  norms,
  goals: goalKinds,
  params: {
    steps: stepsParam(40),
    stepSize: stepSizeParam(0.05),
    randomStart: flag({ label: 'Random start', help: 'Begin at a random point of the ε-ball.', default: true }),
    restarts: restartsParam(1),
    loss: lossParam,
    earlyStop: earlyStopParam,
  },
  cost: ({ steps, restarts }) => ({ gradients: Number(steps) * Number(restarts), forwards: Number(restarts) }),
} as const satisfies AttackCard;
