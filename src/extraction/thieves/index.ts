import type { ThiefChoice, ThiefId } from '../thieves.catalog.ts';
import { activeThief } from './active.ts';
import { adaptiveThief } from './adaptive.ts';
import { dataFreeThief } from './dataFree.ts';
import { jacobianThief } from './jacobian.ts';
import { randomThief } from './random.ts';
import type { OpenThief, Scene, Thief } from './thief.ts';

/** A card without arithmetic, or arithmetic without a card, is a compile error. */
const thieves: { readonly [Id in ThiefId]: OpenThief<Id> } = {
  copycat: randomThief,
  knockoff: randomThief,
  'knockoff-adaptive': adaptiveThief,
  jacobian: jacobianThief,
  active: activeThief,
  'data-free': dataFreeThief,
};

export function openThief<Id extends ThiefId>(choice: ThiefChoice<Id>, scene: Scene): Thief {
  const open: OpenThief<Id> = thieves[choice.id];
  return open(scene, choice.params);
}
