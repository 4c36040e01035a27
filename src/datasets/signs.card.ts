import { colourBudgets } from './budgets.ts';
import type { GeneratedCard } from './card.ts';

/** By label; the faces in `signs/faces.ts` have the same order. */
const classNames = [
  'stop',
  'yield',
  'no entry',
  'speed limit 20',
  'speed limit 30',
  'speed limit 50',
  'speed limit 80',
  'speed limit 120',
  'no overtaking',
  'no vehicles',
  'no parking',
  'priority road',
  'pedestrian crossing',
  'children',
  'roundabout',
  'turn left',
  'turn right',
  'ahead only',
  'danger',
  'traffic lights',
] as const;

const signs = {
  kind: 'generated',
  source: 'drawn by src/datasets/signs',
  licence: 'Apache-2.0, as the program that draws them',
  shape: [32, 32, 3],
  classNames,
  size: 10000,
  budgets: colourBudgets,
  stream: 'test',
  seed: 1,
} as const;

export const signsCard = {
  ...signs,
  id: 'signs',
  title: 'Traffic signs (synthetic)',
  summary:
    'Synthetic pictures of 20 international road signs, in the order 0, 1, …, 19, 0, 1, …: no photographs, and no measure of real traffic. Pose, light, wear, stickers, scenery and camera vary. Models are trained on another stream.',
  difficulty: 0.4,
  fingerprint: '716264d207da0f69ecf000f13f144da1fa8cdb8202c8d7dc5a23d2936ae69ccf',
} as const satisfies GeneratedCard;

export const signsHardCard = {
  ...signs,
  id: 'signs-hard',
  title: 'Traffic signs, hard (synthetic)',
  summary:
    'The same synthetic signs seen worse: farther away, darker, blurred, dirtier, behind leaves. No photographs. For testing what a model trained on the ordinary stream still knows.',
  difficulty: 0.85,
  fingerprint: '6a1968d69171af3fbfbb12e3b9720c1b938eb4c19d6058177f23ab3da3929fbf',
} as const satisfies GeneratedCard;
