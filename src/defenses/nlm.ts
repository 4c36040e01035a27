import type { Images } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';
import type { Defense } from './defense.ts';

/**
 * Non-local means (Buades, Coll and Morel 2005, CVPR; as a squeezer Xu et al. 2018, arXiv:1704.01155, sec. III-B):
 *
 *     y_i = Σ_j w_ij x_j / Σ_j w_ij,   w_ij = exp(−‖P_i − P_j‖² / (|P|·h²))
 *
 * over the window around i, P being all channels of a patch, edges mirrored. One weight serves all channels. Compared
 * places are shifted copies of the whole batch, so that it runs on every backend.
 */
export const nlm: Defense<'nlm'> = (x, { search, patch, strength }) => {
  if (strength === 0) return tf.clone(x);
  const [n, h, w] = x.shape;
  const reach = Math.min(search, h, w); // a mirror holds no more than the image
  const scale = -((255 / strength) ** 2);
  let sums = [tf.zerosLike(x), tf.zeros([n, h, w, 1])] as [Images, Images];
  for (const shifted of copies(x, reach)) {
    const next = tf.tidy((): [Images, Images] => {
      const copy = shifted();
      const apart: Images = tf.mean(tf.squaredDifference(x, copy), 3, true);
      const weight = tf.exp(tf.mul(tf.avgPool(apart, 2 * patch + 1, 1, 'same'), scale));
      return [tf.add(sums[0], tf.mul(weight, copy)), tf.add(sums[1], weight)];
    });
    tf.dispose(sums);
    sums = next;
  }
  return tf.div(sums[0], sums[1]);
};

/** The image moved to every place of the window. */
function copies(x: Images, reach: number): (() => Images)[] {
  const pad: [number, number] = [reach, reach];
  const padded = tf.mirrorPad(x, [[0, 0], pad, pad, [0, 0]], 'symmetric');
  const places = Array.from({ length: (2 * reach + 1) ** 2 }, (_, i) => i);
  const side = 2 * reach + 1;
  return places.map((i) => () => tf.slice(padded, [0, Math.floor(i / side), i % side, 0], x.shape));
}
