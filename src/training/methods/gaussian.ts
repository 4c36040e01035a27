import { normalNoise } from '../../tensor/noise.ts';
import type { Images } from '../../tensor/norms.ts';
import * as tf from '../../tensor/tf.ts';
import { teachOn } from './examples.ts';
import type { OpenMethod } from './method.ts';

/**
 * Images under fresh noise, x + σ·N(0, 1), not clipped: what a smoothed classifier sees (Cohen et al. 2019,
 * arXiv:1902.02918, sec. 3.3).
 */
export const gaussian: OpenMethod<'gaussian'> = ({ sigma }) => ({
  updates: 1,
  teach: (batch, descend) => {
    const noisy: Images = tf.tidy(() => {
      const noise = normalNoise(batch.clean.shape, (i) => batch.rng.fork(batch.positions[i]!));
      return tf.add(batch.clean, tf.mul(sigma, noise));
    });
    return teachOn(noisy, batch, descend);
  },
});
