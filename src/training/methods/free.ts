import { balls, type Images } from '../../tensor/norms.ts';
import * as tf from '../../tensor/tf.ts';
import { meanCrossEntropy } from '../losses.ts';
import type { Batch, Descend, OpenMethod } from './method.ts';

/**
 * "Free" adversarial training (Shafahi et al. 2019, arXiv:1904.12843, alg. 1): every batch is replayed, and the one
 * backward pass of each replay moves both the weights and the perturbation δ, which is carried over to the next batch.
 *
 *     δ ← clip_ε( δ + ε·sign ∇ CE( z( clip₀¹(x + δ) ), y ) )
 *
 * An epoch costs `replays` plain ones. Differs from the paper: δ begins at 0 in each epoch, so that a run can be resumed.
 */
export const free: OpenMethod<'free'> = ({ epsilon, replays }) => {
  let delta: tf.Variable | undefined;
  const forget = () => {
    delta?.dispose();
    delta = undefined;
  };

  async function replay({ clean, labels }: Batch, descend: Descend, noise: tf.Variable): Promise<tf.Scalar> {
    const shown = () => tf.clipByValue(tf.add(clean, noise) as Images, 0, 1);
    const { loss, slopes } = await descend((answer) => meanCrossEntropy(answer(shown()), labels), [noise]);
    const next = tf.tidy(() => {
      const step = tf.mul(epsilon, balls.linf.steepest(slopes[0] as Images));
      return tf.clipByValue(tf.add(noise, step), -epsilon, epsilon);
    });
    noise.assign(next);
    tf.dispose([next, ...slopes]);
    return loss;
  }

  return {
    updates: replays,
    startEpoch: async () => forget(),
    async teach(batch, descend) {
      delta ??= tf.tidy(() => tf.variable(tf.zeros(batch.clean.shape)));
      const losses: tf.Scalar[] = [];
      try {
        for (let i = 0; i < replays; i++) losses.push(await replay(batch, descend, delta));
        return tf.tidy(() => tf.div(tf.addN(losses), replays));
      } finally {
        tf.dispose(losses);
      }
    },
    dispose: forget,
  };
};
