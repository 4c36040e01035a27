import { number } from '../core/params.ts';

/** Setting of every detector that only the adaptive attack reads. */
export const penaltyParam = (usual: number) =>
  number({
    label: 'Penalty of the attack',
    help: 'What being suspected costs an adaptive attack, against the lead of the wrong class.',
    default: usual,
    min: 0,
    max: 1000,
  });
