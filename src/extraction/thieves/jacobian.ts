import { joinFloats } from '../../core/join.ts';
import type { Images } from '../../tensor/norms.ts';
import * as tf from '../../tensor/tf.ts';
import { argMax } from '../service/distribution.ts';
import { type OpenThief, type Scene, sizeOf } from './thief.ts';

/**
 * Jacobian-based augmentation (Papernot et al. 2017, arXiv:1602.02697, sec. 4): the copy learns what is known, then each
 * known image is moved along the gradient of the copy's score for the class it was answered,
 *
 *     x′ = clip( x + λ sign ∂z_ŷ/∂x ),
 *
 * and asked about, which doubles what is known; λ changes its sign every `flipEvery` rounds.
 */
export const jacobianThief: OpenThief<'jacobian'> = (scene, { seeds, lambda, flipEvery, epochs }) => {
  const { pool, copy, stolen } = scene;
  let queue: Float32Array | undefined;
  let round = 0;
  const size = sizeOf(scene.shape);
  return {
    async next(most) {
      queue ??= await pool.take(seeds);
      if (queue.length === 0) {
        if (stolen.images.length === 0) return queue;
        await copy.teach(stolen, epochs);
        const sign = Math.floor(round / flipEvery) % 2 === 0 ? 1 : -1;
        queue = await moved(scene, sign * lambda);
        round++;
      }
      const taken = queue.slice(0, most * size);
      queue = queue.subarray(taken.length);
      return taken;
    },
  };
};

const batchSize = 50;

/** All stolen images, each a step along the sign of the gradient of its class. */
async function moved({ stolen: { images, beliefs }, copy, shape, pause }: Scene, step: number): Promise<Float32Array> {
  const parts: Float32Array[] = [];
  for (let from = 0; from < images.length; from += batchSize) {
    const rows = images.slice(from, from + batchSize);
    const labels = beliefs.slice(from, from + batchSize).map(argMax);
    const next = tf.tidy(() => {
      const x: Images = tf.tensor4d(joinFloats(rows), [rows.length, ...shape]);
      const chosen = tf.cast(tf.oneHot(labels, copy.classifier.classes), 'float32');
      const slope = tf.grad((v: tf.Tensor) => tf.sum(tf.mul(copy.classifier.logits(v as Images), chosen)))(x);
      return tf.clipByValue(tf.add(x, tf.mul(tf.sign(slope), step)), 0, 1);
    });
    try {
      parts.push(Float32Array.from(await next.data<'float32'>()));
    } finally {
      next.dispose();
    }
    await pause();
  }
  return joinFloats(parts);
}
