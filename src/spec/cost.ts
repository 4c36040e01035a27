import type { Cost } from '../attacks/card.ts';
import { type AttackChoice, costOf, preparationOf, workOf } from '../attacks/catalog.ts';
import { modelCardOf } from '../classifiers/catalog.ts';
import { attemptsOf, planCells } from './cells.ts';
import { sampleWork } from './checks/sample.ts';
import type { Report } from './report.ts';
import { doneOf } from './runFrame.ts';
import { parseSpec, type Spec } from './spec.ts';

const usualClasses = 10;

/** Classes of the model, as far as its card is known; a model of the user's own is taken to have ten. */
const classesOf = (spec: Spec): number => modelCardOf(spec.model)?.classNames.length ?? usualClasses;

/** Passes one attack spends on one image at most. */
export const attackCost = (spec: Spec, attack: AttackChoice): Cost =>
  costOf(
    attack,
    classesOf(spec),
    modelCardOf(spec.model)?.inputShape.reduce((a, b) => a * b),
    spec.norm,
  );

/** Forward and backward passes the experiment spends on one image at most. */
export function stepsPerImage(spec: Spec): number {
  const work = new Map(spec.attacks.map((attack) => [attack.id, workOf(attackCost(spec, attack))]));
  return planCells(spec).reduce((sum, cell) => sum + attemptsOf(spec, cell) * work.get(cell.attack)!, 0);
}

/** Passes before the first image, over all cells; workers share them only in the sense that each does them at once. */
function preparationWork(spec: Spec): number {
  const work = new Map(spec.attacks.map((attack) => [attack.id, workOf(preparationOf(attack))]));
  return planCells(spec).reduce((sum, { attack }) => sum + work.get(attack)!, 0);
}

/** Passes × images of a whole run, what attacks learn beforehand and the checks on its sample included. */
export const totalWork = (spec: Spec): number =>
  stepsPerImage(spec) * spec.count + preparationWork(spec) + sampleWork(spec, classesOf(spec));

/** How far a run is: passes × images, done and in all. */
export function progressOf(report: Report): { readonly done: number; readonly total: number } {
  const spec = parseSpec(report.spec);
  const done = doneOf(report);
  return { done, total: totalWork(spec) };
}
