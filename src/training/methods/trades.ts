import { tpgd } from '../../attacks/tpgd.ts';
import * as tf from '../../tensor/tf.ts';
import type { Answer } from '../learner.ts';
import { meanCrossEntropy, meanDivergence } from '../losses.ts';
import { attackOn } from './examples.ts';
import type { OpenMethod } from './method.ts';

/**
 * TRADES (Zhang et al. 2019, arXiv:1901.08573, eq. 5): right on the images, and of the same opinion around them.
 *
 *     CE(z(x), y) + β·KL( p(x) ‖ p(x′) ),   x′ = argmax KL( p(x) ‖ p(x′) ) within ε
 *
 * x′ is what `tpgd` finds against the network as it is now.
 */
export const trades: OpenMethod<'trades'> = (settings, room) => ({
  updates: 1,
  async teach(batch, descend) {
    const { steps, stepSize, beta } = settings;
    const near = await tpgd(attackOn(room, batch, settings, { steps, stepSize, earlyStop: false }));
    const loss = (answer: Answer) => {
      const z = answer(batch.clean);
      const apart = meanDivergence(z, answer(near));
      return tf.add(meanCrossEntropy(z, batch.labels), tf.mul(beta, apart)) as tf.Scalar;
    };
    try {
      return (await descend(loss)).loss;
    } finally {
      near.dispose();
    }
  },
});
