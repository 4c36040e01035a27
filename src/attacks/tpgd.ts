import type { Gain } from '../tensor/gradient.ts';
import { normalNoise } from '../tensor/noise.ts';
import { balls, confine, type Images, type Logits } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';
import { ascend } from './ascend.ts';
import type { Attack, AttackInput } from './attack.ts';
import { projectedStep } from './projectedStep.ts';

const nudge = 0.001; // at the image itself the divergence has no gradient

/**
 * PGD that needs no label (Zhang et al. 2019, arXiv:1901.08573, alg. 1): it climbs the divergence of the answer from the
 * clean one, starting at x + 0.001·N(0, I).
 *
 *     gain(x') = KL( p(x) ‖ p(x') )
 *
 * Differs from the paper: under l2 it is the same projected ascent, where the paper's program turns to another optimiser.
 */
export const tpgd: Attack<'tpgd'> = async (input) => {
  const { steps, stepSize, earlyStop } = input.params;
  const { x } = await ascend({
    input,
    steps,
    onSuccess: earlyStop ? 'first' : 'latest',
    start: { x: nudged(input), clean: input.victim.logits(input.x0) },
    gainOf: (_, { clean }) => divergence(clean),
    step: (slope) => ({ x: projectedStep(slope, stepSize), clean: slope.at.clean }),
  });
  return x;
};

function nudged({ x0, threat, ctx }: AttackInput<unknown>): Images {
  return tf.tidy(() => {
    const noise = tf.mul(
      nudge,
      normalNoise(x0.shape, (i) => ctx.rngOf(i)),
    );
    return confine(balls[threat.norm], tf.add(x0, noise), x0, threat.epsilon);
  });
}

/** Σ p·(log p − log q) with p from the clean logits and q from those at hand. */
const divergence =
  (clean: Logits): Gain =>
  (logits) => {
    const p = tf.softmax(clean);
    return tf.sum(tf.mul(p, tf.sub(tf.logSoftmax(clean), tf.logSoftmax(logits))), 1);
  };
