import type { ParamValues } from '../core/params.ts';
import type { Norm } from '../core/threat.ts';
import { apgdCeCard } from './apgdCe.card.ts';
import { apgdDlrCard } from './apgdDlr.card.ts';
import { apgdTCard } from './apgdT.card.ts';
import { auditCard } from './audit.card.ts';
import { autoattackCard } from './autoattack.card.ts';
import { bimCard } from './bim.card.ts';
import { boundaryCard } from './boundary.card.ts';
import type { AttackCard, Cost, Part } from './card.ts';
import { corruptionsCard } from './corruptions.card.ts';
import { cwCard } from './cw.card.ts';
import { ddnCard } from './ddn.card.ts';
import { deepfoolCard } from './deepfool.card.ts';
import { eadCard } from './ead.card.ts';
import { fabTCard } from './fabT.card.ts';
import { fgsmCard } from './fgsm.card.ts';
import { fmnCard } from './fmn.card.ts';
import { hopSkipJumpCard } from './hopSkipJump.card.ts';
import { jsmaCard } from './jsma.card.ts';
import { maxConfidenceCard } from './maxConfidence.card.ts';
import { mifgsmCard } from './mifgsm.card.ts';
import { nesCard } from './nes.card.ts';
import { noiseCard } from './noise.card.ts';
import { onePixelCard } from './onePixel.card.ts';
import { patchCard } from './patch.card.ts';
import { pgdCard } from './pgd.card.ts';
import { rfgsmCard } from './rfgsm.card.ts';
import { saltPepperCard } from './saltPepper.card.ts';
import { simbaCard } from './simba.card.ts';
import { spatialCard } from './spatial.card.ts';
import { spsaCard } from './spsa.card.ts';
import { squareCard } from './square.card.ts';
import { tpgdCard } from './tpgd.card.ts';
import { universalCard } from './universal.card.ts';

/** Order here is the order in menus, `--help` and reports. Keys are permanent: they appear in permalinks. */
export const attackCards = {
  fgsm: fgsmCard,
  rfgsm: rfgsmCard,
  bim: bimCard,
  pgd: pgdCard,
  mifgsm: mifgsmCard,
  tpgd: tpgdCard,
  maxconfidence: maxConfidenceCard,
  'apgd-ce': apgdCeCard,
  'apgd-dlr': apgdDlrCard,
  'apgd-t': apgdTCard,
  deepfool: deepfoolCard,
  ddn: ddnCard,
  fmn: fmnCard,
  cw: cwCard,
  ead: eadCard,
  'fab-t': fabTCard,
  square: squareCard,
  simba: simbaCard,
  nes: nesCard,
  spsa: spsaCard,
  hopskipjump: hopSkipJumpCard,
  boundary: boundaryCard,
  onepixel: onePixelCard,
  saltpepper: saltPepperCard,
  noise: noiseCard,
  spatial: spatialCard,
  universal: universalCard,
  patch: patchCard,
  jsma: jsmaCard,
  corruptions: corruptionsCard,
  autoattack: autoattackCard,
  audit: auditCard,
} as const satisfies Record<string, AttackCard>;

export type AttackId = keyof typeof attackCards;
/** Attacks made of others, which the engine runs in turn; they have no arithmetic of their own. */
export type CascadeId = 'autoattack' | 'audit';
export const attackIds = Object.keys(attackCards) as AttackId[];
export type AttackParams<Id extends AttackId> = ParamValues<(typeof attackCards)[Id]['params']>;
/** An attack with its settings; distributes over ids, so `id` decides the type of `params`. */
export type AttackChoice<Id extends AttackId = AttackId> = {
  [K in Id]: { readonly id: K; readonly params: AttackParams<K> };
}[Id];

const usualSize = 28 * 28; // numbers of an image, where nobody knows better

/** Passes the attack spends on one image at most; `size` counts the numbers of an image. */
export const costOf = ({ id, params }: AttackChoice, classes: number, size = usualSize, norm: Norm = 'linf'): Cost =>
  (attackCards[id] as AttackCard).cost(params, classes, size, norm);

/** What a cascade tries in turn; empty for any other attack. */
export const membersOf = ({ id, params }: AttackChoice, norm: Norm): readonly (AttackChoice & Pick<Part, 'share'>)[] =>
  // members are attacks of this catalog
  ((attackCards[id] as AttackCard).members?.(norm, params) ?? []) as readonly (AttackChoice & Pick<Part, 'share'>)[];

/** Passes it spends before the first image, once per cell. */
export const preparationOf = ({ id, params }: AttackChoice): Cost =>
  (attackCards[id] as AttackCard).preparation?.(params) ?? { forwards: 0, gradients: 0 };

const forwardsPerGradient = 3; // a backward pass costs about twice a forward pass

/** A cost as one number, in forward and backward passes: what progress and time estimates count. */
export const workOf = ({ forwards, gradients }: Cost): number => gradients + forwards / forwardsPerGradient;
