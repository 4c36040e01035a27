import { number } from '../core/params.ts';
import { norms } from '../core/threat.ts';
import type { AttackCard } from './card.ts';
import { auditMembers, costOfMembers } from './members.ts';

export const auditCard = {
  title: 'Audit',
  summary: 'AutoAttack, then C&W and HopSkipJump on a sample of what still stands.',
  paper: { authors: 'Carlini et al.', year: 2019, arxiv: '1902.06705' },
  access: 'gradient',
  budget: 'ball',
  norms,
  goals: ['untargeted'],
  params: {
    sample: number({
      label: 'Sample',
      help: 'Share of the images that also meet C&W and HopSkipJump.',
      default: 0.2,
      min: 0,
      max: 1,
    }),
  },
  fixedLoss: { name: 'dlr', aims: true },
  members: (norm, { sample }) => auditMembers(norm, Number(sample)),
  cost: ({ sample }, classes, size, norm) => costOfMembers(auditMembers(norm, Number(sample)), classes, size, norm),
} as const satisfies AttackCard;
