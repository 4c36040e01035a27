import type { AttackCard } from '../attacks/card.ts';
import { type AttackChoice, attackCards } from '../attacks/catalog.ts';
import type { Warning } from '../spec/events.ts';
import type { Spec } from '../spec/spec.ts';
import { lossFor } from '../tensor/losses.ts';
import { lessonNeeds } from './prepare.ts';
import type { Subject } from './subject.ts';

/** Doubts that follow from the model, the images and the settings alone. */
export const settingWarnings = (spec: Spec, subject: Subject): Warning[] => [
  ...dlrFallback(spec, subject),
  ...notHeldOut(spec, subject),
];

/** Settings that the model has no use for: DLR compares more classes than some models have. */
function dlrFallback(spec: Spec, { classifier: { classes } }: Subject): Warning[] {
  return spec.attacks.flatMap((attack) => {
    const { name, aims } = lossOf(attack);
    const kind = spec.goal.kind === 'untargeted' && !aims ? 'untargeted' : 'targeted';
    if (lossFor(name, { kind }, classes) === name) return [];
    const { title } = attackCards[attack.id];
    const message = `${title}: the DLR loss needs more classes than the ${classes} here; the margin was used instead.`;
    const values = { attack: title, classes };
    return [{ code: 'dlr-fallback' as const, cells: { attack: attack.id }, values, message }];
  });
}

/** Attacks that must learn from images they attack, because the data set holds too few others. */
function notHeldOut(spec: Spec, subject: Subject): Warning[] {
  return spec.attacks.flatMap((attack) => {
    const { wanted, overlap } = lessonNeeds(spec, subject, attack);
    if (overlap === 0) return [];
    const { title } = attackCards[attack.id];
    const message = `${title}: ${overlap} of the ${wanted} images it learns from are attacked as well, for want of others; on unseen images it may do worse.`;
    const values = { attack: title, overlap, images: wanted };
    return [{ code: 'not-held-out' as const, cells: { attack: attack.id }, values, message }];
  });
}

function lossOf({ id, params }: AttackChoice): NonNullable<AttackCard['fixedLoss']> {
  const card: AttackCard = attackCards[id];
  return card.fixedLoss ?? { name: 'loss' in params ? params.loss : 'ce', aims: false };
}
