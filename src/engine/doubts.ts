import type { Victim } from '../attacks/attack.ts';
import { type AttackChoice, attackCards } from '../attacks/catalog.ts';
import type { LossName } from '../core/lossNames.ts';
import type { Warning } from '../spec/events.ts';
import type { Spec } from '../spec/spec.ts';
import { attackerGain, lossFor } from '../tensor/losses.ts';
import type { Images } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';
import type { Batch } from './batches.ts';
import type { Subject } from './subject.ts';

/** Doubts that follow from the model and the settings alone. */
export function settingWarnings(spec: Spec, { classifier }: Subject): Warning[] {
  const warnings: Warning[] = [];
  if (classifier.softmaxRemoved) {
    const message =
      'The model ended in softmax; it was taken off, because gradients through it vanish and fake robustness.';
    warnings.push({ code: 'softmax-removed', cells: {}, values: {}, message });
  }
  const objective = { kind: spec.goal.kind === 'untargeted' ? 'untargeted' : 'targeted' } as const;
  for (const attack of spec.attacks) {
    const loss = lossOf(attack);
    if (lossFor(loss, objective, classifier.classes) === loss) continue;
    const { title } = attackCards[attack.id];
    const message = `${title}: the DLR loss needs more classes than the ${classifier.classes} here; the margin was used instead.`;
    warnings.push({
      code: 'dlr-fallback',
      cells: { attack: attack.id },
      values: { attack: title, classes: classifier.classes },
      message,
    });
  }
  return warnings;
}

const lossOf = ({ params }: AttackChoice): LossName => ('loss' in params ? params.loss : 'ce');

/**
 * All-zero or broken input gradients of the cross-entropy on clean images: the attack would stand still and the model
 * look robust (Croce and Hein 2020, arXiv:2003.01690, app. A; Athalye et al. 2018, arXiv:1802.00420, sec. 3).
 */
export async function gradientWarnings(spec: Spec, defense: string, victim: Victim, batch: Batch): Promise<Warning[]> {
  if (defense !== 'none' && spec.adaptive === 'no') return []; // nobody uses the gradient of this defense
  const objective = { kind: 'untargeted', labels: batch.labels } as const;
  const sizes = tf.tidy(() => {
    const gain = (x: tf.Tensor) => tf.sum(attackerGain('ce', objective, victim.logits(x as Images)));
    return tf.max(tf.abs(tf.grad(gain)(batch.x)), [1, 2, 3]);
  });
  try {
    const dead = (await sizes.data())
      .subarray(0, batch.n)
      .some((size: number) => !(size > 0 && size < Number.POSITIVE_INFINITY));
    if (!dead) return [];
  } finally {
    sizes.dispose();
  }
  const message = `${defense}: the gradient is zero or not finite on some clean images, so gradient attacks cannot move there.`;
  return [{ code: 'zero-gradient', cells: { defense, adaptive: true }, values: { defense }, message }];
}
