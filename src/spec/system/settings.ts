import { defaults, formatParams, number, type ParamSchema, type ParamValues, readParams } from '../../core/params.ts';
import type { Problem } from '../../core/problems.ts';
import type { SpecText } from '../spec.ts';
import { type FactorName, type Plan, planText, readPlan, usualPlan } from './plan.ts';

const share = (label: string, help: string, value: number) => number({ label, help, default: value, min: 0, max: 1 });

/** What is assumed of the factors that no run measures: honest inputs they stop, and attackers they let through. */
export const systemParams = {
  secondAccept: share('Second model accepts from', 'Its largest probability must be at least this.', 0.9),
  cameraStops: share('Camera stops honest', 'Honest inputs whose second picture is not accepted.', 0.02),
  cameraPasses: share('Camera passes attackers', 'Attacks that work in the second picture too.', 0.5),
  cardStops: share('Card stops honest', 'Honest users without a working card.', 0.005),
  cardPasses: share('Card passes attackers', 'Attackers who hold the card.', 0.01),
  passwordStops: share('Password stops honest', 'Honest users who fail at the password.', 0.02),
  passwordPasses: share('Password passes attackers', 'Attackers who know the password.', 0.01),
  personStops: share('Person stops honest', 'Honest inputs that a person who looks at all turns away.', 0.02),
  personPasses: share('Person passes attackers', 'Wrong inputs that such a person lets through.', 0.02),
} as const satisfies ParamSchema;

export type Assumptions = ParamValues<typeof systemParams>;
export type AssumptionKey = keyof Assumptions;

/** A plan with what is assumed of its factors. */
export interface System {
  readonly plan: Plan;
  readonly assumed: Assumptions;
}

export const usualSystem: System = { plan: usualPlan, assumed: defaults(systemParams) };

/** Settings that belong to a factor, in the order they are asked for. */
export const settingsOf = {
  model: [],
  review: [],
  second: ['secondAccept'],
  camera: ['cameraPasses', 'cameraStops'],
  card: ['cardPasses', 'cardStops'],
  password: ['passwordPasses', 'passwordStops'],
  person: ['personPasses', 'personStops'],
} as const satisfies Record<FactorName, readonly AssumptionKey[]>;

const prefix = 's.';

/** Reads a system from text; gaps are filled with defaults. `where` is the place that problems name. */
export function readSystem({ needs, ...rest }: SpecText, problems: Problem[], where = ''): System {
  const place = where === '' ? 'needs' : `${where}.needs`;
  const plan = needs === undefined ? usualPlan : readPlan(needs, place, problems);
  return { plan, assumed: readParams(systemParams, rest, where, problems) };
}

/** Takes the system out of a link's text. Problems are added to `problems`. */
export function splitSystem(
  text: SpecText,
  problems: Problem[],
): { readonly system: System | undefined; readonly rest: SpecText } {
  const entries = Object.entries(text);
  const own = entries.filter(([key]) => key.startsWith(prefix));
  const rest = Object.fromEntries(entries.filter(([key]) => !key.startsWith(prefix)));
  if (own.length === 0) return { system: undefined, rest };
  const named = Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), value]));
  return { system: readSystem(named, problems, 's'), rest };
}

/** What differs from the defaults, as a link carries it. */
export function systemText({ plan, assumed }: System): SpecText {
  const needs = planText(plan);
  const own = { ...(needs === planText(usualPlan) ? {} : { needs }), ...formatParams(systemParams, assumed) };
  return Object.fromEntries(Object.entries(own).map(([key, value]) => [prefix + key, value]));
}
