import type { Victim } from '../attacks/attack.ts';
import * as tf from '../tensor/tf.ts';
import type { Learner } from './learner.ts';

/** The learner as attacks see it: it answers every row alike. */
export function victimOf(learner: Pick<Learner, 'logits'>, classes: number): Victim {
  const victim: Victim = {
    classes,
    draws: 1,
    logits: (x) => tf.tidy(() => learner.logits(x)),
    rows: () => victim,
  };
  return victim;
}
