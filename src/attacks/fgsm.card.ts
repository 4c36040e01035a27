import { goalKinds, norms } from '../core/threat.ts';
import type { AttackCard } from './card.ts';
import { lossParam } from './commonParams.ts';

export const fgsmCard = {
  title: 'FGSM',
  summary: '1 step. A smoke test, not evidence.',
  paper: { authors: 'Goodfellow et al.', year: 2015, arxiv: '1412.6572' },
  access: 'gradient',
  budget: 'ball',
  norms,
  goals: goalKinds,
  params: { loss: lossParam },
  cost: () => ({ gradients: 1, forwards: 1 }),
} as const satisfies AttackCard;
