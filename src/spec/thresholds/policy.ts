import {
  choice,
  formatParams,
  integer,
  number,
  type ParamSchema,
  type ParamValues,
  readParams,
} from '../../core/params.ts';
import { type Problem, problem } from '../../core/problems.ts';
import type { SpecText } from '../spec.ts';
import { isPlace, type ScoreName, scoreNames } from './scoreNames.ts';

/** What decides about an input, and what decisions cost. Keys are permanent: they appear in permalinks as `t.accept`. */
export const policyParams = {
  accept: number({
    label: 'Auto-accept from',
    help: 'An answer at least this sure is taken.',
    default: 0.9,
    min: 0,
    max: 1,
  }),
  reject: number({ label: 'Reject below', help: 'An answer less sure is turned away.', default: 0.55, min: 0, max: 1 }),
  rule: choice({
    label: 'Confidence is',
    help: 'What the thresholds are compared with.',
    options: scoreNames,
    default: 'max',
  }),
  margin: number({
    label: 'Margin',
    help: 'Lead over the second class that auto-accept also asks for; 0 asks for none.',
    default: 0,
    min: 0,
    max: 1,
  }),
  perDay: integer({ label: 'Inputs per day', help: 'How much traffic there is.', default: 10_000, min: 1, max: 1e9 }),
  attacked: number({
    label: 'Share that is attacked',
    help: 'How much of the traffic is an attack.',
    default: 0.01,
    min: 0,
    max: 1,
  }),
  wrongAccept: number({
    label: 'One wrong auto-accept',
    help: 'What a wrong answer costs that was taken, by machine or by a person.',
    default: 400,
    min: 0,
    max: 1e9,
  }),
  wrongReject: number({
    label: 'One right answer rejected',
    help: 'What it costs to turn an honest input away that was read right.',
    default: 6,
    min: 0,
    max: 1e9,
  }),
  minute: number({
    label: 'A minute of review',
    help: 'What a minute of a person costs.',
    default: 0.75,
    min: 0,
    max: 1e6,
  }),
  seconds: number({ label: 'Seconds per review', help: 'How long a person looks.', default: 20, min: 1, max: 86_400 }),
  skill: number({
    label: 'Reviewers are right',
    help: 'Share of reviews that end in the right decision.',
    default: 0.98,
    min: 0,
    max: 1,
  }),
  reviewers: number({ label: 'Reviewers', help: 'People at work at the same time.', default: 1, min: 0, max: 100_000 }),
  hours: number({ label: 'Hours a day', help: 'How long they review each day.', default: 8, min: 0.5, max: 24 }),
  flood: integer({
    label: 'Flood per day',
    help: 'Inputs an attacker sends each day of the flood, so that they need review.',
    default: 5000,
    min: 0,
    max: 1e9,
  }),
} as const satisfies ParamSchema;

/** Two thresholds, what they are compared with, and what decisions cost. */
export type Policy = ParamValues<typeof policyParams>;
export type PolicyKey = keyof Policy;

const prefix = 't.';

/** Takes the settings of a policy out of a link's text. Problems are added to `problems`; gaps are filled with defaults. */
export function splitPolicy(
  text: SpecText,
  problems: Problem[],
): { readonly policy: Policy | undefined; readonly rest: SpecText } {
  const entries = Object.entries(text);
  const own = entries.filter(([key]) => key.startsWith(prefix));
  const rest = Object.fromEntries(entries.filter(([key]) => !key.startsWith(prefix)));
  if (own.length === 0) return { policy: undefined, rest };
  const named = Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), value]));
  return { policy: readPolicy(named, problems, 't'), rest };
}

/** Reads a policy from text. `where` is the place that problems name; empty on the command line. */
export function readPolicy(text: SpecText, problems: Problem[], where = ''): Policy {
  const policy = readParams(policyParams, text, where, problems);
  const ordered = { accept: policy.accept, reject: policy.reject };
  if (problems.length === 0 && policy.reject > policy.accept)
    problems.push(problem(where === '' ? 'reject' : `${where}.reject`, 'thresholds', ordered));
  return policy;
}

/** What differs from the defaults, as a link carries it. */
export const policyText = (policy: Policy): SpecText =>
  Object.fromEntries(Object.entries(formatParams(policyParams, policy)).map(([key, value]) => [prefix + key, value]));

export type Preset = 'strict' | 'balanced' | 'lenient';

type Presets = Readonly<Record<Preset, Pick<Policy, 'accept' | 'reject'>>>;

/** Pairs of thresholds to begin with. */
export const presetsFor = (rule: ScoreName): Presets => (isPlace(rule) ? presets.place : presets.probability);

const presets: Readonly<Record<'probability' | 'place', Presets>> = {
  probability: {
    strict: { accept: 0.99, reject: 0.7 },
    balanced: { accept: 0.9, reject: 0.55 },
    lenient: { accept: 0.7, reject: 0.3 },
  },
  // accept all but the strangest 20, 10 or 5 % of clean images
  place: {
    strict: { accept: 0.2, reject: 0.05 },
    balanced: { accept: 0.1, reject: 0.02 },
    lenient: { accept: 0.05, reject: 0 },
  },
};

/** Minutes of reviewing there are on a day. */
export const minutesPerDay = ({ reviewers, hours }: Policy): number => reviewers * hours * 60;

/** The policy with one threshold moved; the other gives way rather than cross it. */
export function moved(policy: Policy, line: 'accept' | 'reject', to: number): Policy {
  const value = Math.min(1, Math.max(0, Math.round(1000 * to) / 1000));
  return line === 'accept'
    ? { ...policy, accept: value, reject: Math.min(policy.reject, value) }
    : { ...policy, reject: value, accept: Math.max(policy.accept, value) };
}
