import { choice, integer } from '../core/params.ts';
import { norms } from '../core/threat.ts';
import type { AttackCard } from './card.ts';
import { queriesParam } from './queries.ts';

/** The fifteen of CIFAR-10-C, in its order: noise, blur, weather, digital. */
export const corruptionKinds = [
  'gaussian-noise',
  'shot-noise',
  'impulse-noise',
  'defocus-blur',
  'glass-blur',
  'motion-blur',
  'zoom-blur',
  'snow',
  'frost',
  'fog',
  'brightness',
  'contrast',
  'elastic',
  'pixelate',
  'jpeg',
] as const;
export type CorruptionKind = (typeof corruptionKinds)[number];

/** 1 is hardly seen, 5 is severe. */
export const severities = [1, 2, 3, 4, 5] as const;
export type Severity = (typeof severities)[number];

export const corruptionsCard = {
  title: 'Corruptions',
  summary: 'Noise, blur, weather and compression: bad luck instead of an adversary.',
  paper: { authors: 'Hendrycks and Dietterich', year: 2019, arxiv: '1903.12261' },
  access: 'decision',
  budget: 'own',
  norms,
  goals: ['untargeted'],
  params: {
    kind: choice({
      label: 'Kind',
      help: 'One kind of corruption, or all fifteen.',
      options: ['all', ...corruptionKinds],
      default: 'all',
    }),
    severity: integer({ label: 'Severity', help: 'From 1 to 5; 0 is all of them.', default: 0, min: 0, max: 5 }),
    pick: choice({
      label: 'Number',
      help: 'Mean: each image meets one corruption drawn at random, so the accuracy estimates the mean over all. Worst: an image must withstand each of them.',
      options: ['mean', 'worst'],
      default: 'mean',
    }),
    queries: queriesParam(75),
  },
  cost: ({ kind, severity, pick, queries }) => {
    const versions = (kind === 'all' ? corruptionKinds.length : 1) * (severity === 0 ? severities.length : 1);
    return { forwards: pick === 'mean' ? 1 : Math.min(Number(queries), versions), gradients: 0 };
  },
} as const satisfies AttackCard;
