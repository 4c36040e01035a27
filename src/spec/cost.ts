import { gradientSteps } from '../attacks/catalog.ts';
import { planCells } from './cells.ts';
import type { Report } from './report.ts';
import { parseSpec, type Spec } from './spec.ts';

/** Gradient steps (one forward and one backward pass) the experiment spends on one image. */
export function stepsPerImage(spec: Spec): number {
  const steps = new Map(spec.attacks.map((attack) => [attack.id, gradientSteps(attack)]));
  return planCells(spec).reduce((sum, { attack }) => sum + steps.get(attack)!, 0);
}

/** How far a run is: gradient steps × images, done and in all. */
export function progressOf(report: Report): { readonly done: number; readonly total: number } {
  const spec = parseSpec(report.spec);
  const done = Object.values(report.progress).reduce((sum, part) => sum + part, 0);
  return { done, total: stepsPerImage(spec) * spec.count };
}
