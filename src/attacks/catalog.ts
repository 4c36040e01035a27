import type { ParamValues } from '../core/params.ts';
import { bimCard } from './bim.card.ts';
import type { AttackCard, Cost } from './card.ts';
import { deepfoolCard } from './deepfool.card.ts';
import { fabTCard } from './fabT.card.ts';
import { fgsmCard } from './fgsm.card.ts';
import { hopSkipJumpCard } from './hopSkipJump.card.ts';
import { pgdCard } from './pgd.card.ts';
import { squareCard } from './square.card.ts';

/** Order here is the order in menus, `--help` and reports. Keys are permanent: they appear in permalinks. */
export const attackCards = {
  fgsm: fgsmCard,
  bim: bimCard,
  pgd: pgdCard,
  deepfool: deepfoolCard,
  'fab-t': fabTCard,
  square: squareCard,
  hopskipjump: hopSkipJumpCard,
} as const satisfies Record<string, AttackCard>;

export type AttackId = keyof typeof attackCards;
export const attackIds = Object.keys(attackCards) as AttackId[];
export type AttackParams<Id extends AttackId> = ParamValues<(typeof attackCards)[Id]['params']>;
/** An attack with its settings; distributes over ids, so `id` decides the type of `params`. */
export type AttackChoice<Id extends AttackId = AttackId> = {
  [K in Id]: { readonly id: K; readonly params: AttackParams<K> };
}[Id];

/** Passes the attack spends on one image at most, from its settings and the number of classes alone. */
export const costOf = ({ id, params }: AttackChoice, classes: number): Cost =>
  (attackCards[id] as AttackCard).cost(params, classes);

const forwardsPerGradient = 3; // a backward pass costs about twice a forward pass

/** A cost as one number, in forward and backward passes: what progress and time estimates count. */
export const workOf = ({ forwards, gradients }: Cost): number => gradients + forwards / forwardsPerGradient;
