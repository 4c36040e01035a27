import { norms } from '../core/threat.ts';
import type { AttackCard } from './card.ts';
import { autoAttackMembers, costOfMembers } from './members.ts';

export const autoattackCard = {
  title: 'AutoAttack',
  summary: 'APGD-CE, APGD-T, FAB-T and Square in turn, each on the images still standing. Standard version.',
  paper: { authors: 'Croce and Hein', year: 2020, arxiv: '2003.01690' },
  access: 'gradient',
  budget: 'ball',
  norms,
  goals: ['untargeted'],
  params: {},
  fixedLoss: { name: 'dlr', aims: true },
  members: autoAttackMembers,
  cost: (_, classes, size, norm) => costOfMembers(autoAttackMembers(norm), classes, size, norm),
} as const satisfies AttackCard;
