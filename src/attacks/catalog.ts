import type { ParamValues } from '../core/params.ts';
import { bimCard } from './bim.card.ts';
import type { AttackCard } from './card.ts';
import { fgsmCard } from './fgsm.card.ts';
import { pgdCard } from './pgd.card.ts';

/** Order here is the order in menus, `--help` and reports. Keys are permanent: they appear in permalinks. */
export const attackCards = { fgsm: fgsmCard, bim: bimCard, pgd: pgdCard } as const satisfies Record<string, AttackCard>;

export type AttackId = keyof typeof attackCards;
export const attackIds = Object.keys(attackCards) as AttackId[];
export type AttackParams<Id extends AttackId> = ParamValues<(typeof attackCards)[Id]['params']>;
/** An attack with its settings; distributes over ids, so `id` decides the type of `params`. */
export type AttackChoice<Id extends AttackId = AttackId> = {
  [K in Id]: { readonly id: K; readonly params: AttackParams<K> };
}[Id];

/**
 * Gradient steps (one forward and one backward pass each) the attack spends on one image, from its settings alone.
 * Single-step attacks have neither `steps` nor `restarts`.
 */
export function gradientSteps({ params }: AttackChoice): number {
  const { steps = 1, restarts = 1 } = params as { steps?: number; restarts?: number }; // cards agree on these names
  return steps * restarts;
}
