import { defaults, type ParamValues } from '../core/params.ts';
import type { Norm } from '../core/threat.ts';
import { apgdCeCard } from './apgdCe.card.ts';
import { apgdTCard } from './apgdT.card.ts';
import type { AttackCard, Cost } from './card.ts';
import { cwCard } from './cw.card.ts';
import { eadCard } from './ead.card.ts';
import { fabTCard } from './fabT.card.ts';
import { hopSkipJumpCard } from './hopSkipJump.card.ts';
import { pgdCard } from './pgd.card.ts';
import { squareCard } from './square.card.ts';

const cards = {
  'apgd-ce': apgdCeCard,
  'apgd-t': apgdTCard,
  'fab-t': fabTCard,
  square: squareCard,
  pgd: pgdCard,
  cw: cwCard,
  ead: eadCard,
  hopskipjump: hopSkipJumpCard,
} as const;

type MemberId = keyof typeof cards;
type Params<Id extends MemberId> = ParamValues<(typeof cards)[Id]['params']>;

/** One attack of a cascade, with its settings. */
export type Member = {
  [Id in MemberId]: {
    readonly id: Id;
    readonly params: Params<Id>;
    /** Share of the images it is tried on. */
    readonly share: number;
  };
}[MemberId];

/**
 * AutoAttack's standard version (Croce and Hein 2020, arXiv:2003.01690, sec. 6; in l1 Croce and Hein 2021,
 * arXiv:2103.01208), with the settings of the authors' program.
 */
export const autoAttackMembers = (norm: Norm): readonly Member[] => [
  member('apgd-ce', { steps: 100, restarts: norm === 'l1' ? 5 : 1 }),
  member('apgd-t', { steps: 100, restarts: 1, targets: norm === 'l1' ? 5 : 9 }),
  member('fab-t', { steps: 100, targets: 9 }),
  member('square', { queries: 5000, pInit: 0.8 }),
];

/**
 * AutoAttack, and on a sample one attack that weighs distance against success and one that sees only decisions.
 *
 * C&W minimises the l2 distance. For linf its loss, the margin, is climbed by PGD-100 in the ball, as Madry et al. 2018
 * (arXiv:1706.06083, sec. 5) do; for l1 stands EAD, which is C&W with an l1 penalty. HopSkipJump has no l1 form.
 */
export const auditMembers = (norm: Norm, share: number): readonly Member[] => [
  ...autoAttackMembers(norm),
  ...sampled[norm].map((one) => ({ ...one, share })),
];

const member = <Id extends MemberId>(id: Id, settings: Partial<Params<Id>> = {}): Member =>
  // id and params come from the same card
  ({ id, params: { ...defaults(cards[id].params), ...settings }, share: 1 }) as unknown as Member;

const sampled: Readonly<Record<Norm, readonly Member[]>> = {
  linf: [member('pgd', { steps: 100, loss: 'margin' }), member('hopskipjump')],
  l2: [member('cw'), member('hopskipjump')],
  l1: [member('ead')],
};

/** Passes of all of them on one image, on average where some see only a share; a check of each result is a forward pass. */
export function costOfMembers(members: readonly Member[], classes: number, size: number, norm: Norm): Cost {
  const costs = members.map(({ id, params, share }) => {
    const { cost }: AttackCard = cards[id];
    const { forwards, gradients } = cost(params, classes, size, norm);
    return { forwards: share * (forwards + 1), gradients: share * gradients };
  });
  return {
    forwards: costs.reduce((sum, { forwards }) => sum + forwards, 0),
    gradients: costs.reduce((sum, { gradients }) => sum + gradients, 0),
  };
}
