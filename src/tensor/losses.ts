import { unreachable } from '../core/errors.ts';
import type { LossName } from '../core/lossNames.ts';
import { crossEntropy } from './crossEntropy.ts';
import type { Labels, Logits } from './norms.ts';
import * as tf from './tf.ts';

/** What the attack is asked for, image by image. Labels are the true classes, `[n]` int32, borrowed. */
export type Objective =
  | { readonly kind: 'untargeted'; readonly labels: Labels }
  | { readonly kind: 'targeted'; readonly labels: Labels; readonly targets: Labels };

const tiny = 1e-12; // DLR's guard against three equal scores, as in the original code
const excluded = 1e9; // larger than any logit: takes a class out of a maximum

/**
 * `[n]` objective the *attacker* maximises. The one place where the sign of the goal appears. Stable for any logits.
 *
 *     ce      untargeted  logΣexp(z) − z_y            targeted  z_t − logΣexp(z)
 *     margin  untargeted  max_{i≠y} z_i − z_y         targeted  z_t − max_{i≠t} z_i
 *     dlr     untargeted  (max_{i≠y} z_i − z_y) / (z_π1 − z_π3)
 *             targeted    (z_t − z_y) / (z_π1 − ½(z_π3 + z_π4))
 *
 * DLR: Croce and Hein 2020, arXiv:2003.01690, sec. 4. It needs 3 classes (4 if targeted); below that it has no meaning
 * and the margin is used instead, which a run reports as a warning.
 */
export function attackerGain(name: LossName, objective: Objective, logits: Logits): tf.Tensor1D {
  switch (lossFor(name, objective, logits.shape[1])) {
    case 'ce':
      return crossEntropyGain(objective, logits);
    case 'margin':
      return marginGain(objective, logits);
    case 'dlr':
      return dlrGain(objective, logits);
    default:
      return unreachable(name as never);
  }
}

/** The loss that is really used for `classes` classes: DLR falls back to the margin where it is undefined. */
export function lossFor(name: LossName, objective: Pick<Objective, 'kind'>, classes: number): LossName {
  const needed = objective.kind === 'targeted' ? 4 : 3;
  return name === 'dlr' && classes < needed ? 'margin' : name;
}

/** `[n]` booleans: the attacker has what it wants at these logits. */
export function reached(objective: Objective, logits: Logits): tf.Tensor1D {
  return tf.tidy(() => {
    const predicted = tf.argMax(logits, 1);
    return objective.kind === 'targeted'
      ? tf.equal(predicted, objective.targets)
      : tf.notEqual(predicted, objective.labels);
  }) as tf.Tensor1D;
}

function crossEntropyGain(objective: Objective, logits: Logits): tf.Tensor1D {
  return objective.kind === 'targeted'
    ? tf.neg(crossEntropy(logits, objective.targets))
    : crossEntropy(logits, objective.labels);
}

function marginGain(objective: Objective, logits: Logits): tf.Tensor1D {
  return objective.kind === 'targeted'
    ? tf.sub(scoreOf(objective.targets, logits), bestExcept(objective.targets, logits))
    : tf.sub(bestExcept(objective.labels, logits), scoreOf(objective.labels, logits));
}

function dlrGain(objective: Objective, logits: Logits): tf.Tensor1D {
  const [first, , third, fourth] = ranked(logits, objective.kind === 'targeted' ? 4 : 3);
  if (objective.kind === 'untargeted') {
    return tf.div(marginGain(objective, logits), tf.add(tf.sub(first!, third!), tiny));
  }
  const lead = leadOver(objective.labels, objective.targets, logits);
  return tf.div(lead, tf.add(tf.sub(first!, tf.mul(0.5, tf.add(third!, fourth!))), tiny));
}

/** `[n]` z_t − z_y: 0 on the boundary between two classes, positive on the side of the target. */
export const leadOver = (labels: Labels, targets: Labels, logits: Logits): tf.Tensor1D =>
  tf.sub(scoreOf(targets, logits), scoreOf(labels, logits));

const scoreOf = (classes: Labels, logits: Logits): tf.Tensor1D =>
  tf.sum(tf.mul(logits, tf.oneHot(classes, logits.shape[1])), 1);

const bestExcept = (classes: Labels, logits: Logits): tf.Tensor1D => tf.max(withoutClass(classes, logits), 1);

/** Logits in which one class per row can win no maximum. */
const withoutClass = (classes: Labels, logits: Logits): Logits =>
  tf.sub(logits, tf.mul(tf.oneHot(classes, logits.shape[1]), excluded));

/** The `count` largest scores per row, largest first. `tf.topk` has no gradient, so each maximum is masked in turn. */
function ranked(logits: Logits, count: number): tf.Tensor1D[] {
  const scores: tf.Tensor1D[] = [];
  let rest = logits;
  for (let i = 0; i < count; i++) {
    const best = tf.argMax(rest, 1) as Labels;
    scores.push(scoreOf(best, logits));
    rest = withoutClass(best, rest);
  }
  return scores;
}
