import type { ParamValues } from '../core/params.ts';
import type { ThiefCard } from './card.ts';
import { activeCard, dataFreeCard, jacobianCard } from './growingThieves.card.ts';
import { copycatCard, knockoffAdaptiveCard, knockoffCard } from './randomThieves.card.ts';

/** Order here is the order in menus, `--help` and reports. Keys are permanent: they appear in permalinks. */
export const thiefCards = {
  copycat: copycatCard,
  knockoff: knockoffCard,
  'knockoff-adaptive': knockoffAdaptiveCard,
  jacobian: jacobianCard,
  active: activeCard,
  'data-free': dataFreeCard,
} as const satisfies Record<string, ThiefCard>;

export type ThiefId = keyof typeof thiefCards;
export const thiefIds = Object.keys(thiefCards) as ThiefId[];
export type ThiefParams<Id extends ThiefId> = ParamValues<(typeof thiefCards)[Id]['params']>;
/** A thief with its settings; distributes over ids, so `id` decides the type of `params`. */
export type ThiefChoice<Id extends ThiefId = ThiefId> = {
  [K in Id]: { readonly id: K; readonly params: ThiefParams<K> };
}[Id];
