import { lossNames } from '../core/lossNames.ts';
import { choice, flag, integer, number } from '../core/params.ts';

/** Settings that several attacks share. */
export const lossParam = choice({ label: 'Loss', help: 'Objective to climb.', options: lossNames, default: 'ce' });

export const earlyStopParam = flag({
  label: 'Stop at success',
  help: 'An image is done at its first success: faster, and only just adversarial.',
  default: false,
});

export const restartsParam = (usual: number) =>
  integer({
    label: 'Restarts',
    help: 'Independent tries; the best one is kept for each image.',
    default: usual,
    min: 1,
    max: 100,
  });

export const stepsParam = (usual: number) =>
  integer({ label: 'Steps', help: 'Gradient steps to take.', default: usual, min: 1, max: 1000, scale: 'log' });

export const stepSizeParam = (usual: number) =>
  number({
    label: 'Step size',
    help: 'Length of one step, as a fraction of ε.',
    default: usual,
    min: 0.001,
    max: 2,
    scale: 'log',
    unit: '× ε',
  });

export const targetsParam = integer({
  label: 'Classes tried',
  help: 'How many of the most likely wrong classes to try.',
  default: 9,
  min: 1,
  max: 1000,
  scale: 'log',
});
