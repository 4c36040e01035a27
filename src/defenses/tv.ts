import type { Images } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';
import type { Defense, RngOfRow } from './defense.ts';

const step = 1 / Math.sqrt(8); // of both variables: the norm of the difference operator squared is at most 8
const tiny = 1e-6;
const smallest = 1e-12; // a weight below is none in float32

/**
 * Total variation minimisation (Guo et al. 2018, arXiv:1711.00117, sec. 4.3): pixels are dropped at random (all channels
 * together), and the image becomes
 *
 *     argmin_z  ½ Σ m·(z − x)² + weight·Σ ‖∇z‖₂,   m = 0 where dropped
 *
 * isotropic, channel by channel. The paper's first term is not squared; squared, the primal-dual method of Chambolle and
 * Pock (2011, J. Math. Imaging Vis. 40:120, algorithm 1) solves it in closed-form steps on tensors. Dropped pixels start
 * from the mean of their neighbours.
 */
export const tv: Defense<'tv'> = (x, { drop, weight, steps }, rngOf) => {
  const kept = drop === 0 ? tf.onesLike(x) : mask(x, drop, rngOf);
  const start = filled(x, kept);
  if (weight === 0) return start;
  const pull = tf.mul(kept, tf.mul(x, step));
  const stiffness = tf.add(1, tf.mul(kept, step));
  let at: State = { z: start, ahead: start, down: tf.zerosLike(x), right: tf.zerosLike(x) };
  for (let i = 0; i < steps; i++) {
    const next = tf.tidy(() => sweep(at, pull, stiffness, weight) as unknown as tf.TensorContainer) as unknown as State;
    if (i > 0) tf.dispose(at as unknown as tf.TensorContainer); // the first is also `start`, which a tidy around us frees
    at = next;
  }
  return at.z;
};

interface State {
  readonly z: Images;
  /** z moved on by as much as it moved last. */
  readonly ahead: Images;
  /** Dual variable, along both axes. */
  readonly down: Images;
  readonly right: Images;
}

function sweep({ z, ahead, down, right }: State, pull: tf.Tensor, stiffness: tf.Tensor, weight: number): State {
  const [v, h]: [Images, Images] = [
    tf.add(down, tf.mul(step, difference(ahead, 1))),
    tf.add(right, tf.mul(step, difference(ahead, 2))),
  ];
  const length = tf.sqrt(tf.add(tf.square(v), tf.square(h)));
  const inside = tf.div(weight, tf.maximum(length, Math.max(weight, smallest))); // back to the ball of radius `weight`
  const [nextDown, nextRight]: [Images, Images] = [tf.mul(v, inside), tf.mul(h, inside)];
  const slope = tf.add(adjoint(nextDown, 1), adjoint(nextRight, 2));
  const next: Images = tf.div(tf.add(tf.sub(z, tf.mul(step, slope)), pull), stiffness);
  return { z: next, ahead: tf.sub(tf.mul(2, next), z), down: nextDown, right: nextRight };
}

/** The image moved by one along an axis, zeros coming in: −1 brings each pixel its successor, 1 its predecessor. */
function moved(x: Images, axis: 1 | 2, by: 1 | -1): Images {
  const begin = [0, 0, 0, 0];
  const size = [...x.shape];
  size[axis] = x.shape[axis] - 1;
  if (by < 0) begin[axis] = 1;
  const pads = x.shape.map((_, i): [number, number] => (i !== axis ? [0, 0] : by < 0 ? [0, 1] : [1, 0]));
  return tf.pad(tf.slice(x, begin, size) as Images, pads);
}

/** x[i + 1] − x[i]; 0 at the far edge. */
function difference(x: Images, axis: 1 | 2): Images {
  const next = moved(x, axis, -1);
  const inside = moved(tf.onesLike(x), axis, -1);
  return tf.sub(next, tf.mul(inside, x));
}

/** Transpose of `difference`: y[i − 1] − y[i]. The far edge of y is 0, as `difference` left it. */
const adjoint = (y: Images, axis: 1 | 2): Images => tf.sub(moved(y, axis, 1), y);

function filled(x: Images, kept: Images): Images {
  const around = (values: Images): Images => tf.avgPool(values, 3, 1, 'same');
  const known: Images = tf.mul(kept, x);
  const guess = tf.div(around(known), tf.add(around(kept), tiny));
  return tf.add(known, tf.mul(tf.sub(1, kept), guess));
}

function mask(x: Images, drop: number, rngOf: RngOfRow): Images {
  const [n, h, w, c] = x.shape;
  const values = new Float32Array(n * h * w);
  for (let i = 0; i < n; i++) {
    const rng = rngOf(i);
    for (let j = 0; j < h * w; j++) values[i * h * w + j] = rng.uniform() < drop ? 0 : 1;
  }
  return tf.tile(tf.tensor4d(values, [n, h, w, 1]), [1, 1, 1, c]);
}
