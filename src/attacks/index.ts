import type { Attack } from './attack.ts';
import { bim } from './bim.ts';
import type { AttackId } from './catalog.ts';
import { deepfool } from './deepfool.ts';
import { fabT } from './fabT.ts';
import { fgsm } from './fgsm.ts';
import { hopSkipJump } from './hopSkipJump.ts';
import { pgd } from './pgd.ts';
import { square } from './square.ts';

/** A card without arithmetic, or arithmetic without a card, is a compile error. */
export const attacks: { readonly [Id in AttackId]: Attack<Id> } = {
  fgsm,
  bim,
  pgd,
  deepfool,
  'fab-t': fabT,
  square,
  hopskipjump: hopSkipJump,
};
