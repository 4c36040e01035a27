import type { ModelCard } from '../classifiers/card.ts';
import { formatEpsilon } from '../core/epsilon.ts';
import type { DatasetId } from '../datasets/catalog.ts';
import type { Env } from '../engine/env.ts';
import { parseSpec, type SpecText } from '../spec/spec.ts';
import { resultRows } from '../spec/summary.ts';
import { budgetOf } from '../training/methodRecipe.ts';
import type { Recipe } from '../training/recipe.ts';
import { reportOf } from './reportOf.ts';

/**
 * PGD at the budget the method trains for, if it does, on the first 1,000 images: Madry's 40 steps, but of a tenth of the
 * budget each. With the usual thirtieth they hardly cross the small budgets of colour images and flatter the model.
 */
export async function robustAccuracy(
  { method, id }: Recipe,
  { path, data }: { readonly path: string; readonly data: DatasetId },
  env: Env,
  signal: AbortSignal,
): Promise<ModelCard['robust']> {
  const epsilon = budgetOf(method);
  if (epsilon === undefined) return undefined;
  const named = data === parseSpec({}).data ? {} : { data };
  const spec: SpecText = { ...named, ...strongPgd, defense: 'none', eps: formatEpsilon(epsilon), count: '1000' };
  const report = await reportOf({ ...spec, model: `file:${path}` }, env, signal);
  const { count, n, value } = resultRows(report)[0]!.robust; // one attack, one budget
  return { spec: { model: id, ...spec }, count, n, value };
}

const strongPgd: SpecText = { attack: 'pgd', 'pgd.stepSize': '0.1' };
