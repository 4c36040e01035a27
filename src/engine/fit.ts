import type { AttackCard } from '../attacks/card.ts';
import { type AttackId, attackCards, attackIds } from '../attacks/catalog.ts';
import { LabError } from '../core/errors.ts';
import { isBlackBox, seesInside } from '../spec/checks/kinds.ts';
import type { Spec } from '../spec/spec.ts';
import type { Subject } from './subject.ts';

type Parts = Pick<Subject, 'classifier' | 'images'>;

/** @throws {LabError} `spec`, naming everything about model, images and settings that does not fit. */
export function checkFit(spec: Spec, parts: Parts): void {
  const problems = [...imageProblems(spec, parts), ...targetProblems(spec, parts), ...accessProblems(spec, parts)];
  if (problems.length > 0) throw new LabError('spec', problems.join('\n'));
}

function imageProblems({ data, count }: Spec, { classifier: { shape }, images }: Parts): string[] {
  const problems: string[] = [];
  if (String(shape) !== String(images.shape))
    problems.push(`${data}: the model expects images of ${shape.join(' × ')}, these are ${images.shape.join(' × ')}`);
  if (count > images.size) problems.push(`count: ${data} holds ${images.size} images, ${count} were asked for`);
  return problems;
}

function targetProblems({ goal }: Spec, { classifier: { classes } }: Parts): string[] {
  if (goal.kind === 'class' && goal.target >= classes)
    return [`target: the model has classes 0 to ${classes - 1}, got ${goal.target}`];
  if (goal.kind === 'offset' && goal.offset % classes === 0)
    return [`target: an offset of ${goal.offset} is the true class itself for ${classes} classes`];
  return [];
}

/** A model that only answers questions has no gradient to follow; other attacks do with answers. */
function accessProblems(spec: Spec, { classifier }: Parts): string[] {
  if (classifier.gradient !== 'none') return [];
  const others = attackIds.filter((id) => isBlackBox(id) && suits(id, spec)).join(', ');
  const instead = others === '' ? 'and no attack without gradients suits this norm and goal' : `use one of ${others}`;
  return spec.attacks
    .filter(({ id }) => seesInside(id))
    .map(({ id }) => `attack: ${id} follows gradients, and ${spec.model} gives none; ${instead}`);
}

function suits(id: AttackId, { norm, goal }: Spec): boolean {
  const { norms, goals }: AttackCard = attackCards[id];
  return norms.includes(norm) && goals.includes(goal.kind);
}
