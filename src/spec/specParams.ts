import { choice, integer, number, type ParamSchema } from '../core/params.ts';
import { goalKinds, norms } from '../core/threat.ts';

/** Settings that belong to the whole experiment. Keys are permanent: they appear in permalinks. */
export const globalParams = {
  count: integer({ label: 'Images', help: 'How many images.', default: 200, min: 1, max: 10000, scale: 'log' }),
  seed: integer({ label: 'Seed', help: 'Same seed, same numbers.', default: 0, min: 0, max: 2 ** 31 - 1 }),
  norm: choice({ label: 'Norm', help: 'Distance the adversary pays.', options: norms, default: 'linf' }),
  goal: choice({ label: 'Goal', help: 'What the adversary wants.', options: goalKinds, default: 'untargeted' }),
  target: integer({
    label: 'Target',
    help: 'Offset added to the label (goal offset) or class (goal class).',
    default: 1,
    min: 0,
    max: 9999,
  }),
  adaptive: choice({
    label: 'Adaptive attack',
    help: 'Attack through each defense (yes), past it (no), or both, to see what the defense hides.',
    options: ['yes', 'no', 'both'],
    default: 'yes',
  }),
  eot: integer({
    label: 'Draws per gradient',
    help: 'Answers of a randomised defense that an adaptive attack averages (EOT); 0 takes the usual number, 20.',
    default: 0,
    min: 0,
    max: 1000,
  }),
  fpr: number({
    label: 'False alarms',
    help: 'Share of clean images a detector may turn away; its threshold follows.',
    default: 0.05,
    min: 0.001,
    max: 0.5,
  }),
  queries: integer({
    label: 'Query budget',
    help: 'Questions a black-box attack may ask about one image; 0 leaves each attack its own limit.',
    default: 0,
    min: 0,
    max: 1_000_000,
  }),
} as const satisfies ParamSchema;
