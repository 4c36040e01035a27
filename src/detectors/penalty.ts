import { number } from '../core/params.ts';

/** Setting of every detector that only the adaptive attack reads. */
export const penalty = number({
  label: 'Penalty of the attack',
  help: 'An adaptive attack adds the score times this to the logit of the true class.',
  default: 1,
  min: 0,
  max: 1000,
});
