import { defenseIds } from '../../defenses/catalog.ts';

/** Each defense alone, and feature squeezing, the chain that is in the literature; a link may name any other. */
export const offeredDefenses: readonly string[] = ['none', ...defenseIds, 'bits+median'];
