import type { LossName } from '../core/lossNames.ts';
import { attackerGain, type Objective, reached } from '../tensor/losses.ts';
import type { Logits } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';

/** What a black-box attack learns from the model's answers: small numbers per question, never the scores themselves. */
export interface Hearing<Answer> {
  /** Runs inside `tf.tidy`. */
  measure(objective: Objective, logits: Logits): tf.Tensor1D;
  /** One answer per question, from the values of `measure`. */
  read(values: ArrayLike<number>): readonly Answer[];
}

/** What is learned where the scores are given. */
export interface Score {
  /** The attacker's gain. */
  readonly gain: number;
  /** The attacker has what it wants. */
  readonly hit: boolean;
}

export const scores = (loss: LossName): Hearing<Score> => ({
  measure: (objective, z) => tf.concat([attackerGain(loss, objective, z), tf.cast(reached(objective, z), 'float32')]),
  read: (values) => {
    const n = values.length / 2;
    return Array.from({ length: n }, (_, i) => ({ gain: values[i]!, hit: values[n + i] === 1 }));
  },
});

/** What is learned where only the answer is given, the class with the largest score: whether the attacker wants it. */
export const decisions: Hearing<boolean> = { measure: reached, read: (values) => Array.from(values, Boolean) };
