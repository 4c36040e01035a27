import { attackCards } from '../attacks/catalog.ts';
import { modelCardOf } from '../classifiers/catalog.ts';
import { type Problem, problem } from '../core/problems.ts';
import { type Goal, goalKinds, norms } from '../core/threat.ts';
import type { Spec } from './spec.ts';

/** Choices that are right each for itself but not together. One that could not be read was reported already. */
export function misfits(spec: Spec): Problem[] {
  const classes = modelCardOf(spec.model)?.classNames.length;
  return [...attackProblems(spec), ...(classes === undefined ? [] : targetProblems(spec.goal, classes))];
}

/** Attacks that cannot do what the threat asks for. */
function attackProblems({ attacks, norm, goal }: Spec): Problem[] {
  const cannot = (able: readonly string[], known: readonly string[], wanted: string) =>
    known.includes(wanted) && !able.includes(wanted);
  return attacks.flatMap(({ id }) => {
    const { norms: ableNorms, goals } = attackCards[id];
    return [
      ...(cannot(ableNorms, norms, norm) ? [problem(id, 'norm', { norm, known: ableNorms.join(', ') })] : []),
      ...(cannot(goals, goalKinds, goal.kind)
        ? [problem(id, 'goal', { goal: goal.kind, known: goals.join(', ') })]
        : []),
    ];
  });
}

/** A goal that a classifier of so many classes does not have. */
export function targetProblems(goal: Goal, classes: number): Problem[] {
  if (goal.kind === 'class' && goal.target >= classes)
    return [problem('target', 'no-such-class', { last: classes - 1, got: goal.target })];
  if (goal.kind === 'offset' && goal.offset % classes === 0)
    return [problem('target', 'true-class', { offset: goal.offset, classes })];
  return [];
}
