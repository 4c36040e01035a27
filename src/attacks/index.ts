import { apgdCe, apgdDlr } from './apgdRestarts.ts';
import { apgdT } from './apgdT.ts';
import type { Attack, Learn } from './attack.ts';
import { bim } from './bim.ts';
import { boundary } from './boundary.ts';
import type { AttackId, CascadeId } from './catalog.ts';
import { corruptions } from './corruptions.ts';
import { cw } from './cw.ts';
import { ddn } from './ddn.ts';
import { deepfool } from './deepfool.ts';
import { ead } from './ead.ts';
import { fabT } from './fabT.ts';
import { fgsm } from './fgsm.ts';
import { fmn } from './fmn.ts';
import { hopSkipJump } from './hopSkipJump.ts';
import { jsma } from './jsma.ts';
import { maxConfidence } from './maxConfidence.ts';
import { mifgsm } from './mifgsm.ts';
import { nes } from './nes.ts';
import { noise } from './noise.ts';
import { onePixel } from './onePixel.ts';
import { learnPatch, patch } from './patch.ts';
import { pgd } from './pgd.ts';
import { rfgsm } from './rfgsm.ts';
import { saltPepper } from './saltPepper.ts';
import { simba } from './simba.ts';
import { spatial } from './spatial.ts';
import { spsa } from './spsa.ts';
import { square } from './square.ts';
import { tpgd } from './tpgd.ts';
import { learnUniversal, universal } from './universal.ts';

/** A card without arithmetic, or arithmetic without a card, is a compile error. */
export const attacks: { readonly [Id in Exclude<AttackId, CascadeId>]: Attack<Id> } = {
  fgsm,
  rfgsm,
  bim,
  pgd,
  mifgsm,
  tpgd,
  maxconfidence: maxConfidence,
  'apgd-ce': apgdCe,
  'apgd-dlr': apgdDlr,
  'apgd-t': apgdT,
  deepfool,
  ddn,
  fmn,
  cw,
  ead,
  'fab-t': fabT,
  square,
  simba,
  nes,
  spsa,
  hopskipjump: hopSkipJump,
  boundary,
  onepixel: onePixel,
  saltpepper: saltPepper,
  noise,
  spatial,
  universal,
  patch,
  jsma,
  corruptions,
};

/** What some attacks learn from other images before they attack. Their cards have a `preparation` and `trainImages`. */
export const lessons: { readonly [Id in AttackId]?: Learn<Id> } = { universal: learnUniversal, patch: learnPatch };
