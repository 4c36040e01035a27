import { type AttackChoice, attackCards } from '../attacks/catalog.ts';
import type { LossName } from '../core/lossNames.ts';
import type { Warning } from '../spec/events.ts';
import type { Spec } from '../spec/spec.ts';
import { lossFor } from '../tensor/losses.ts';
import type { Subject } from './subject.ts';

/** Settings that the model has no use for: DLR compares more classes than some models have. */
export function settingWarnings(spec: Spec, { classifier: { classes } }: Pick<Subject, 'classifier'>): Warning[] {
  const objective = { kind: spec.goal.kind === 'untargeted' ? 'untargeted' : 'targeted' } as const;
  return spec.attacks.flatMap((attack) => {
    const loss = lossOf(attack);
    if (lossFor(loss, objective, classes) === loss) return [];
    const { title } = attackCards[attack.id];
    const message = `${title}: the DLR loss needs more classes than the ${classes} here; the margin was used instead.`;
    const values = { attack: title, classes };
    return [{ code: 'dlr-fallback' as const, cells: { attack: attack.id }, values, message }];
  });
}

const lossOf = ({ params }: AttackChoice): LossName => ('loss' in params ? params.loss : 'ce');
