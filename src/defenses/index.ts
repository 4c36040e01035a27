import type { Images } from '../tensor/norms.ts';
import { straightThrough } from '../tensor/straightThrough.ts';
import { bits } from './bits.ts';
import type { DefenseCard } from './card.ts';
import { type DefenseChain, type DefenseChoice, type DefenseId, defenseCards } from './catalog.ts';
import type { Defense, RngOfRow } from './defense.ts';
import { gaussian } from './gaussian.ts';
import { jpeg } from './jpeg.ts';
import { median } from './median.ts';
import { nlm } from './nlm.ts';
import { resizePad } from './resizePad.ts';
import { tv } from './tv.ts';

/** A card without arithmetic, or arithmetic without a card, is a compile error. */
const defenses: { readonly [Id in DefenseId]: Defense<Id> } = {
  bits,
  median,
  gaussian,
  nlm,
  jpeg,
  tv,
  resizePad,
};

/**
 * The chain as one differentiable function: forward as declared, backward what each card says. `x` is borrowed.
 *
 * Backward pass differentiable approximation (BPDA; Athalye et al. 2018, arXiv:1802.00420, sec. 4.1): squeezers keep
 * their input nearly unchanged, so the gradient at the squeezed image is passed on as it is.
 */
export const applyChain = (chain: DefenseChain, x: Images, rngOf: RngOfRow): Images =>
  chain.reduce((image, choice) => link(choice, image, rngOf), x);

function link(choice: DefenseChoice, x: Images, rngOf: RngOfRow): Images {
  const card: DefenseCard = defenseCards[choice.id];
  const pass = (image: Images) => transform(choice, image, rngOf);
  return card.backward === 'identity' ? straightThrough(pass, x) : pass(x);
}

function transform<Id extends DefenseId>(choice: DefenseChoice<Id>, x: Images, rngOf: RngOfRow): Images {
  const defense: Defense<Id> = defenses[choice.id];
  return defense(x, choice.params, rngOf);
}
