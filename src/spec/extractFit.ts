import { type Problem, problem } from '../core/problems.ts';
import type { ThiefCard } from '../extraction/card.ts';
import { type CountermeasureChain, countermeasureCards, memberOf } from '../extraction/countermeasures.catalog.ts';
import { type ThiefChoice, thiefCards } from '../extraction/thieves.catalog.ts';
import { ownImages } from './extractParams.ts';
import type { ExtractSpec } from './extractSpec.ts';

/** What is known of model and images; what is undefined is not known yet. */
export interface Facts {
  readonly classes: number | undefined;
  /** Height, width, channels of what the model takes. */
  readonly shape: readonly number[] | undefined;
  /** Images in the victim's data set. */
  readonly size: number | undefined;
  /** The pool, where it is a set by itself. */
  readonly pool: { readonly size: number; readonly shape: readonly number[] } | undefined;
}

/** Everything that cannot work, said before anything is run. */
export function extractProblems(spec: ExtractSpec, facts: Facts): Problem[] {
  return [
    ...spec.thieves.flatMap((thief) => thiefProblems(spec, thief, facts)),
    ...(facts.classes === undefined ? [] : topKProblems(spec.chains, facts.classes)),
    ...shapeProblems(spec, facts),
    ...ownProblems(spec, facts),
  ];
}

/** Where the images of the victim's data set go: first those measured on, then honest users', the owner's, the pool. */
export function division({ victim, settings, chains }: Pick<ExtractSpec, 'victim' | 'settings' | 'chains'>) {
  const needed = chains.flat().some(({ id }) => countermeasureCards[id].needsOwnImages);
  const benign = Math.max(victim.count, settings.benign); // an honest user may ask about what is measured on
  const own = needed ? ownImages : 0;
  return { tested: victim.count, benign, own, poolFrom: benign + own };
}

/** Queries that a thief makes up or takes itself, the others being padding. */
export const ownQueries = ({ budget, padding }: ExtractSpec['settings']): number => Math.ceil(budget / (1 + padding));

function thiefProblems(spec: ExtractSpec, { id, params }: ThiefChoice, facts: Facts): Problem[] {
  const { labels, settings, pool } = spec;
  const card: ThiefCard = thiefCards[id];
  const problems: Problem[] = [];
  if (!labels.some((kind) => card.labels.includes(kind)))
    problems.push(
      problem('labels', 'thief-labels', { thief: id, known: card.labels.join(', '), got: labels.join(',') }),
    );
  const seeds = seedsOf({ id, params } as ThiefChoice);
  if (seeds > settings.budget)
    problems.push(problem('budget', 'budget-seeds', { thief: id, seeds, got: settings.budget }));
  if (card.needsClasses && pool === 'noise') problems.push(problem('pool', 'pool-classes', { thief: id, pool }));
  const needed = imagesNeeded(spec, card, seeds);
  const size = poolSize(spec, facts);
  if (needed > size) problems.push(problem('pool', 'pool-dry', { thief: id, pool: nameOf(spec), size, needed }));
  return problems;
}

/** Images a thief owns before it asks anything. */
function seedsOf({ id, params }: ThiefChoice): number {
  if (id === 'jacobian') return params.seeds;
  return id === 'active' ? params.first : 0;
}

/** Of the pool: own queries, and as many images of padding as the budget has room for. */
function imagesNeeded({ settings }: ExtractSpec, { takes }: ThiefCard, seeds: number): number {
  const own = ownQueries(settings);
  const padding = settings.budget - own;
  if (takes === 'queries') return own + padding;
  return (takes === 'seeds' ? seeds : 0) + padding;
}

const nameOf = ({ pool, victim }: ExtractSpec) => (pool === 'rest' ? victim.data : pool);

function poolSize(spec: ExtractSpec, { size, pool }: Facts): number {
  if (spec.pool === 'noise') return Number.POSITIVE_INFINITY;
  if (spec.pool === 'rest' || spec.pool === spec.victim.data)
    return size === undefined ? Number.POSITIVE_INFINITY : Math.max(0, size - division(spec).poolFrom);
  return pool?.size ?? Number.POSITIVE_INFINITY;
}

/** Top k that keeps every class keeps nothing back, as of one class out of two it tells both. */
function topKProblems(chains: readonly CountermeasureChain[], classes: number): Problem[] {
  const k = chains.map((chain) => memberOf(chain, 'top-k')?.params.k).find((found) => found !== undefined);
  return k === undefined || (k < classes && classes > 2) ? [] : [problem('top-k.k', 'top-k-idle', { classes, got: k })];
}

function shapeProblems({ pool, settings }: ExtractSpec, { shape, pool: found }: Facts): Problem[] {
  if (!shape || !found || settings.convert || String(shape) === String(found.shape)) return [];
  return [problem('pool', 'pool-shape', { pool, expected: shape.join(' × '), got: found.shape.join(' × ') })];
}

function ownProblems(spec: ExtractSpec, { size }: Facts): Problem[] {
  const { tested, benign, own, poolFrom } = division(spec);
  if (size === undefined || poolFrom <= size) return [];
  const { data } = spec.victim;
  return [
    problem('count', 'too-few-owned', { data, size, count: tested, benign: benign - tested, own, needed: poolFrom }),
  ];
}
