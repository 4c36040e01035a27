import { integer, number } from '../core/params.ts';
import { norms } from '../core/threat.ts';
import type { AttackCard } from './card.ts';
import { aimedGoals, queriesParam } from './queries.ts';

export const spatialCard = {
  title: 'Rotation and shift',
  summary: 'Turns and moves the picture; nothing else changes.',
  paper: { authors: 'Engstrom et al.', year: 2019, arxiv: '1712.02779' },
  access: 'decision',
  budget: 'own',
  norms,
  goals: aimedGoals,
  params: {
    angle: number({
      label: 'Rotation',
      help: 'Largest turn to either side.',
      default: 30,
      min: 0,
      max: 180,
      unit: '°',
    }),
    shift: number({
      label: 'Shift',
      help: 'Largest move in each direction.',
      default: 3,
      min: 0,
      max: 100,
      unit: 'px',
    }),
    angles: integer({ label: 'Angles', help: 'Turns to try, evenly spread.', default: 5, min: 1, max: 101 }),
    shifts: integer({
      label: 'Shifts',
      help: 'Moves to try in each direction, evenly spread.',
      default: 5,
      min: 1,
      max: 51,
    }),
    queries: queriesParam(1000),
  },
  cost: ({ angles, shifts, queries }) => ({
    forwards: Math.min(Number(queries), Number(angles) * Number(shifts) ** 2),
    gradients: 0,
  }),
} as const satisfies AttackCard;
