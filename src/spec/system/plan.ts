import { type Problem, problem } from '../../core/problems.ts';

/** What can stand between an input and its acceptance. Keys are permanent: they appear in permalinks. */
export const factorNames = ['model', 'review', 'second', 'camera', 'card', 'password', 'person'] as const;
export type FactorName = (typeof factorNames)[number];

/** Factors whose numbers come from the report; those of the others are assumed. */
export const measuredFactors = ['model', 'review', 'second'] as const satisfies readonly FactorName[];
export const isMeasured = (factor: FactorName): factor is (typeof measuredFactors)[number] =>
  (measuredFactors as readonly FactorName[]).includes(factor);

/**
 * A system that accepts an input where every requirement is met by at least one of its alternatives. Any way of joining
 * factors by "and" and "or" can be written like this.
 */
export type Plan = readonly (readonly FactorName[])[];

/** The page's first system: what the model is sure of passes, and what a reviewer lets through. */
export const usualPlan: Plan = [['model', 'review']];

/** `model/review,password`: a comma is an "and", a slash an "or". */
export const planText = (plan: Plan): string => plan.map((alternatives) => alternatives.join('/')).join(',');

/** Inverse of `planText`. Problems are added to `problems`; repeats within a requirement are dropped. */
export function readPlan(text: string, where: string, problems: Problem[]): Plan {
  const plan = text.split(',').map((part) => [...new Set(part.split('/').map((name) => name.trim()))]);
  const isKnown = (name: string): name is FactorName => (factorNames as readonly string[]).includes(name);
  if (!plan.flat().every(isKnown)) problems.push(problem(where, 'plan', { known: factorNames.join(', '), got: text }));
  return plan.map((alternatives) => alternatives.filter(isKnown));
}

/** One more alternative for a requirement. */
export const orElse = (plan: Plan, at: number, factor: FactorName): Plan =>
  plan.map((alternatives, i) => (i === at ? [...new Set([...alternatives, factor])] : alternatives));

/** One more requirement. */
export const andAlso = (plan: Plan, factor: FactorName): Plan => [...plan, [factor]];

/** Without one alternative; a requirement that has none left goes. The last factor of all stays. */
export function without(plan: Plan, at: number, factor: FactorName): Plan {
  const next = plan
    .map((alternatives, i) => (i === at ? alternatives.filter((name) => name !== factor) : alternatives))
    .filter((alternatives) => alternatives.length > 0);
  return next.length > 0 ? next : plan;
}

export const uses = (plan: Plan, factor: FactorName): boolean => plan.some((part) => part.includes(factor));
