import type { ParamValues } from '../core/params.ts';
import {
  gaussianNoiseCard,
  highConfidenceCard,
  labelOnlyCard,
  madCard,
  misinformationCard,
  reverseSigmoidCard,
  roundingCard,
  topKCard,
} from './algorithmic.card.ts';
import type { CountermeasureCard, CountermeasureKind } from './card.ts';
import { pradaCard, strangersCard, watermarkCard } from './detection.card.ts';
import { priceCard, queryBudgetCard, rateLimitCard, registrationCard } from './systemLevel.card.ts';

/** Order here is the order in menus, `--help` and reports. Keys are permanent: they appear in permalinks. */
export const countermeasureCards = {
  'rate-limit': rateLimitCard,
  'query-budget': queryBudgetCard,
  'higher-price': priceCard,
  registration: registrationCard,
  rounding: roundingCard,
  'top-k': topKCard,
  'label-only': labelOnlyCard,
  'gaussian-noise': gaussianNoiseCard,
  'high-confidence': highConfidenceCard,
  'reverse-sigmoid': reverseSigmoidCard,
  misinformation: misinformationCard,
  mad: madCard,
  prada: pradaCard,
  strangers: strangersCard,
  watermark: watermarkCard,
} as const satisfies Record<string, CountermeasureCard>;

/** From the door of the service to what is left when the copy is gone. */
export const countermeasureKinds = [
  'system',
  'algorithmic',
  'detection',
  'watermark',
] as const satisfies readonly CountermeasureKind[];

export type CountermeasureId = keyof typeof countermeasureCards;
export const countermeasureIds = Object.keys(countermeasureCards) as CountermeasureId[];
export type CountermeasureParams<Id extends CountermeasureId> = ParamValues<(typeof countermeasureCards)[Id]['params']>;
/** A countermeasure with its settings; distributes over ids, so `id` decides the type of `params`. */
export type CountermeasureChoice<Id extends CountermeasureId = CountermeasureId> = {
  [K in Id]: { readonly id: K; readonly params: CountermeasureParams<K> };
}[Id];

type IdsOf<Kind extends CountermeasureKind> = {
  [Id in CountermeasureId]: (typeof countermeasureCards)[Id]['kind'] extends Kind ? Id : never;
}[CountermeasureId];
export type AlgorithmicId = IdsOf<'algorithmic'>;
export type DetectorId = IdsOf<'detection'>;

/** Countermeasures in front of one service. Those that change answers do so in this order; empty is the bare model. */
export type CountermeasureChain = readonly CountermeasureChoice[];

/** The member of a chain with this id, if it has one. */
export const memberOf = <Id extends CountermeasureId>(
  chain: CountermeasureChain,
  id: Id,
): CountermeasureChoice<Id> | undefined =>
  chain.find((choice) => choice.id === id) as CountermeasureChoice<Id> | undefined; // the id decides

/** Members of some kind, in order. */
export const membersOfKind = (chain: CountermeasureChain, kind: CountermeasureKind): CountermeasureChain =>
  chain.filter(({ id }) => countermeasureCards[id].kind === kind);
