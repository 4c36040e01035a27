import { gainOf } from '../tensor/gradient.ts';
import { balls, type Images } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';
import { ascend } from './ascend.ts';
import type { Attack } from './attack.ts';
import { projectedStep } from './projectedStep.ts';

const faint = 1e-30; // keeps g/‖g‖₁ finite where g is zero; far below any gradient

/**
 * Momentum iterative FGSM (Dong et al. 2018, arXiv:1710.06081, sec. 3.1 and 3.3), from the image itself:
 *
 *     m ← μ·m + g/‖g‖₁;   x ← Π[ x + α·ε·dir(m) ]
 *
 * `dir` is sign(m) for linf and m/‖m‖₂ for l2. An image without gradient keeps its momentum.
 */
export const mifgsm: Attack<'mifgsm'> = async (input) => {
  const { steps, stepSize, decay, loss, earlyStop } = input.params;
  const { x } = await ascend({
    input,
    steps,
    onSuccess: earlyStop ? 'first' : 'latest',
    start: { x: tf.clone(input.x0), momentum: tf.zerosLike(input.x0) },
    gainOf: ({ objective }) => gainOf(loss, objective),
    step: (slope) => {
      const { gradient, at } = slope;
      const fresh = tf.div(gradient, tf.add(balls.l1.length(gradient), faint));
      const momentum = tf.add(tf.mul(decay, at.momentum), fresh) as Images;
      return { x: projectedStep({ ...slope, gradient: momentum }, stepSize), momentum };
    },
  });
  return x;
};
