import type { ParamValues } from '../core/params.ts';
import { bitsCard } from './bits.card.ts';
import type { DefenseCard } from './card.ts';
import { gaussianCard } from './gaussian.card.ts';
import { jpegCard } from './jpeg.card.ts';
import { medianCard } from './median.card.ts';
import { nlmCard } from './nlm.card.ts';
import { resizePadCard } from './resizePad.card.ts';
import { tvCard } from './tv.card.ts';

/** Order here is the order in menus, `--help` and reports. Keys are permanent: they appear in permalinks. */
export const defenseCards = {
  bits: bitsCard,
  median: medianCard,
  gaussian: gaussianCard,
  nlm: nlmCard,
  jpeg: jpegCard,
  tv: tvCard,
  resizePad: resizePadCard,
} as const satisfies Record<string, DefenseCard>;

export type DefenseId = keyof typeof defenseCards;
export const defenseIds = Object.keys(defenseCards) as DefenseId[];
export type DefenseParams<Id extends DefenseId> = ParamValues<(typeof defenseCards)[Id]['params']>;
/** A defense with its settings; distributes over ids, so `id` decides the type of `params`. */
export type DefenseChoice<Id extends DefenseId = DefenseId> = {
  [K in Id]: { readonly id: K; readonly params: DefenseParams<K> };
}[Id];

/** Transformations applied to the image one after the other; empty is the undefended model. */
export type DefenseChain = readonly DefenseChoice[];

/** Text name of a chain, as in links and reports: `none`, `bits`, `bits+median`. */
export const chainName = (chain: readonly { readonly id: string }[]): string =>
  chain.length === 0 ? 'none' : chain.map(({ id }) => id).join('+');

/** Whether the model behind the chain answers the same image differently from call to call. */
export const isRandomised = (chain: DefenseChain): boolean => chain.some(({ id }) => defenseCards[id].randomised);
