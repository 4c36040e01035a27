import type { ParamValues } from '../core/params.ts';
import type { DetectorCard } from './card.ts';
import { neighboursCard } from './neighbours.card.ts';
import { squeezingCard } from './squeezing.card.ts';

/** Order here is the order in menus, `--help` and reports. Keys are permanent: they appear in permalinks. */
export const detectorCards = { squeezing: squeezingCard, neighbours: neighboursCard } as const satisfies Record<
  string,
  DetectorCard
>;

export type DetectorId = keyof typeof detectorCards;
export const detectorIds = Object.keys(detectorCards) as DetectorId[];
export type DetectorParams<Id extends DetectorId> = ParamValues<(typeof detectorCards)[Id]['params']>;
/** A detector with its settings; distributes over ids, so `id` decides the type of `params`. */
export type DetectorChoice<Id extends DetectorId = DetectorId> = {
  [K in Id]: { readonly id: K; readonly params: DetectorParams<K> };
}[Id];

/** Images a detector has to know beforehand. */
export const knownImagesOf = ({ params }: DetectorChoice): number => ('images' in params ? params.images : 0);
