import type { Logits } from '../../tensor/norms.ts';
import * as tf from '../../tensor/tf.ts';
import type { Answer } from '../learner.ts';
import { meanCrossEntropy } from '../losses.ts';
import { ramp } from './examples.ts';
import type { OpenMethod } from './method.ts';

/**
 * Training on interval bounds (Gowal et al. 2018, arXiv:1810.12715, sec. 3): the worst logits that any image within ε may
 * have are made to answer rightly, too.
 *
 *     κ·CE(z(x), y) + (1 − κ)·CE(ẑ, y)
 *
 * After the warm-up ε grows from 0 to `trainEpsilon` and κ falls from 1 to `kappa`, both along a line. As in the paper ε
 * ends above the budget that is asked for, which helps there.
 */
export const ibp: OpenMethod<'ibp'> = (settings, { learner, steps }) => ({
  updates: 1,
  async teach({ clean, labels, t }, descend) {
    const grown = ramp(t - settings.warmupEpochs * steps, settings.rampEpochs * steps);
    const kappa = 1 - grown * (1 - settings.kappa);
    const loss = (answer: Answer) => {
      const right = meanCrossEntropy(answer(clean), labels);
      if (grown === 0) return right;
      const worst = tf.neg(learner.leastLeads(clean, grown * settings.trainEpsilon, labels));
      return tf.add(tf.mul(kappa, right), tf.mul(1 - kappa, meanCrossEntropy(worst as Logits, labels))) as tf.Scalar;
    };
    return (await descend(loss)).loss;
  },
});
