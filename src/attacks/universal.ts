import { LabError } from '../core/errors.ts';
import { gradientAt } from '../tensor/gradient.ts';
import { balls, type Images } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';
import type { Attack, AttackInput, Learn } from './attack.ts';
import type { AttackParams } from './catalog.ts';
import { overMinibatches } from './minibatches.ts';
import { sharedGain } from './sharedGain.ts';

type UniversalInput = AttackInput<AttackParams<'universal'>>;

/**
 * One perturbation δ for every image (Moosavi-Dezfooli et al. 2017, arXiv:1610.08401), learned by stochastic gradient
 * ascent (Shafahi et al. 2020, arXiv:1811.11304, algorithm 2):
 *
 *     δ ← Π[ δ + α·ε·dir( Σᵢ ∇ min(CE(xᵢ + δ), 9) ) ]   over small batches of images that are not attacked
 *
 * Differs from the paper: the step falls linearly to 0, and xᵢ + δ is cut to the pixel box, so that what the box swallows
 * earns nothing.
 * Cost: `trainImages` × `epochs` forward and backward passes in all; nothing per image.
 */
export const learnUniversal: Learn<'universal'> = async (input) => {
  const [, ...shape] = input.x0.shape;
  let delta = tf.zeros([1, ...shape]) as Images;
  try {
    await overMinibatches(input, input.params.epochs, async ({ input: batch, step, steps }) => {
      const next = tf.tidy(() => stepped(batch, delta, 1 - step / steps));
      delta.dispose();
      delta = next;
    });
    return { kind: 'perturbation', shape, values: Float32Array.from(await delta.data()) };
  } finally {
    delta.dispose();
  }
};

export const universal: Attack<'universal'> = async ({ x0, learned }) => {
  if (!learned) throw new LabError('contract', 'universal: expected a perturbation, got none');
  return tf.tidy(() => tf.clipByValue(tf.add(x0, tf.tensor4d(learned.values, [1, ...learned.shape])), 0, 1));
};

/** δ after one step on a batch; `decay` shortens the step. */
function stepped({ victim, x0, objective, threat, params }: UniversalInput, delta: Images, decay: number): Images {
  const { steepest, project } = balls[threat.norm];
  const boxed = { draws: victim.draws, logits: (x: Images) => victim.logits(tf.clipByValue(x, 0, 1)) };
  const { gradient } = gradientAt(boxed, sharedGain(objective), tf.add(x0, delta));
  const direction = steepest(tf.sum(gradient, 0, true));
  return project(tf.add(delta, tf.mul(direction, params.stepSize * decay * threat.epsilon)), threat.epsilon);
}
