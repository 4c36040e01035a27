import type { AttackCard } from '../attacks/card.ts';
import { type AttackId, attackCards, attackIds } from '../attacks/catalog.ts';
import { formatEpsilon } from '../core/epsilon.ts';
import { LabError } from '../core/errors.ts';
import { type Problem, problem } from '../core/problems.ts';
import { boxReach } from '../core/threat.ts';
import { budgetProblem, pixelsIn } from '../spec/budgetLimit.ts';
import { isBlackBox, seesInside } from '../spec/checks/kinds.ts';
import { targetProblems } from '../spec/misfits.ts';
import type { Spec } from '../spec/spec.ts';
import type { Subject } from './subject.ts';

type Parts = Pick<Subject, 'classifier' | 'images'>;

/** @throws {LabError} `spec`, naming everything about model, images and settings that does not fit. */
export function checkFit(spec: Spec, parts: Parts): void {
  const { classes } = parts.classifier;
  const problems = [
    ...imageProblems(spec, parts),
    ...targetProblems(spec.goal, classes),
    ...budgetProblems(spec, parts),
    ...accessProblems(spec, parts),
  ];
  if (problems.length > 0) throw new LabError('spec', problems);
}

function imageProblems({ data, count }: Spec, { classifier: { shape }, images }: Parts): Problem[] {
  const problems: Problem[] = [];
  if (String(shape) !== String(images.shape))
    problems.push(problem(data, 'shape', { expected: shape.join(' × '), got: images.shape.join(' × ') }));
  if (count > images.size) problems.push(problem('count', 'too-few-images', { data, size: images.size, count }));
  return problems;
}

/** Budgets larger than the box of these images. */
function budgetProblems({ epsilons, norm }: Spec, { classifier: { shape } }: Parts): Problem[] {
  const largest = boxReach(norm, pixelsIn(shape));
  return epsilons.flatMap((epsilon) => budgetProblem(formatEpsilon(epsilon), largest) ?? []);
}

/** A model that only answers questions has no gradient to follow; other attacks do with answers. */
function accessProblems(spec: Spec, { classifier }: Parts): Problem[] {
  if (classifier.gradient !== 'none') return [];
  const { model } = spec;
  const known = attackIds.filter((id) => isBlackBox(id) && suits(id, spec)).join(', ');
  const code = known === '' ? 'no-attack-left' : 'no-gradient';
  return spec.attacks
    .filter(({ id }) => seesInside(id))
    .map(({ id }) => problem('attack', code, { attack: id, model, known }));
}

function suits(id: AttackId, { norm, goal }: Spec): boolean {
  const { norms, goals }: AttackCard = attackCards[id];
  return norms.includes(norm) && goals.includes(goal.kind);
}
