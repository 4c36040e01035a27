import { integer } from '../core/params.ts';
import { goalKinds, norms } from '../core/threat.ts';
import type { AttackCard } from './card.ts';
import { targetsParam } from './commonParams.ts';

export const fabTCard = {
  title: 'FAB-T',
  summary: 'Walks along the boundary of each likely class, towards the image.',
  paper: { authors: 'Croce and Hein', year: 2020, arxiv: '1907.02044' },
  access: 'gradient',
  budget: 'minimal',
  norms,
  goals: goalKinds,
  params: {
    steps: integer({
      label: 'Steps',
      help: 'Steps towards each class.',
      default: 100,
      min: 1,
      max: 1000,
      scale: 'log',
    }),
    targets: targetsParam,
  },
  cost: ({ steps, targets }, classes) => {
    const walks = Number(steps) * Math.min(Number(targets), classes - 1);
    return { gradients: walks, forwards: walks + 1 };
  },
} as const satisfies AttackCard;
