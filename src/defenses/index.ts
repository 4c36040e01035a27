import type { Images } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';
import { bits } from './bits.ts';
import type { DefenseChain, DefenseChoice, DefenseId } from './catalog.ts';
import type { Defense } from './defense.ts';
import { median } from './median.ts';

/** A card without arithmetic, or arithmetic without a card, is a compile error. */
const defenses: { readonly [Id in DefenseId]: Defense<Id> } = { bits, median };

/**
 * The chain as one differentiable function: forward as declared, backward the identity.
 *
 * Backward pass differentiable approximation (BPDA; Athalye et al. 2018, arXiv:1802.00420, sec. 4.1): squeezers keep
 * their input nearly unchanged, so the gradient at the squeezed image is passed on as it is. `x` is borrowed.
 */
export function applyChain(chain: DefenseChain, x: Images): Images {
  if (chain.length === 0) return x;
  const forward = tf.customGrad((input: tf.Tensor | tf.GradSaveFunc) => ({
    value: tf.tidy(() => chain.reduce((image, choice) => transform(choice, image), input as Images)),
    gradFunc: (dy: tf.Tensor) => dy,
  }));
  return forward(x) as Images;
}

function transform<Id extends DefenseId>(choice: DefenseChoice<Id>, x: Images): Images {
  const defense: Defense<Id> = defenses[choice.id];
  return defense(x, choice.params);
}
