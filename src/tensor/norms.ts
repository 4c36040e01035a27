import type { Rng } from '../core/rng.ts';
import type { Norm } from '../core/threat.ts';
import * as tf from './tf.ts';

/** Pixels, `[n, h, w, c]`, float32 in [0, 1]. */
export type Images = tf.Tensor4D;
/** Pre-softmax scores, `[n, k]`. */
export type Logits = tf.Tensor2D;
/** Class indices, `[n]`, int32. */
export type Labels = tf.Tensor1D;

/** One for all images, or `[n, 1, 1, 1]`. */
export type Radius = number | tf.Tensor;

/** Geometry of one lp norm, batched over axis 0. Every tensor returned is owned by the caller. */
export interface Ball {
  /** `[n]` distances between matching images. */
  distance(x: Images, y: Images): tf.Tensor1D;
  /** `[n, 1, 1, 1]` norms. */
  length(delta: Images): Images;
  /** Unit-norm direction maximising the inner product with `g`; zero where `g` is zero. */
  steepest(g: Images): Images;
  /**
   * Nearest perturbation of norm at most `epsilon`. Given the image it is of, l1 takes the nearest that keeps the pixels
   * in the box; for the other norms that is the same, or nearly, once they are clipped.
   */
  project(delta: Images, epsilon: Radius, x0?: Images): Images;
  /** Writes a uniform random point of the ball of radius `epsilon` into `out`, the pixels of one image. */
  sample(out: Float32Array, epsilon: number, rng: Rng): void;
}

const perImage = [1, 2, 3];
const tiny = 1e-12; // keeps x/‖x‖ finite at x = 0
const faint = 1e-37; // keeps x/max|x| finite at x = 0; about the smallest number a float32 holds

/**
 * The sign is put together from comparisons, because `tf.sign` on WebAssembly answers 0 below about 1e-7: confident images
 * have gradients that small, the attack would stand still there and the model look robust.
 */
const holds = (claim: tf.Tensor) => tf.cast(claim, 'float32') as Images;

const l1norm = (x: tf.Tensor, keep: boolean) => tf.sum(tf.abs(x), perImage, keep);
const l2norm = (x: tf.Tensor, keep: boolean) => tf.sqrt(tf.sum(tf.square(x), perImage, keep));

export const balls: Record<Norm, Ball> = {
  linf: {
    distance: (x, y) => tf.tidy(() => tf.max(tf.abs(tf.sub(x, y)), perImage)),
    length: (delta) => tf.tidy(() => tf.max(tf.abs(delta), perImage, true)),
    steepest: (g) => tf.tidy(() => tf.sub(holds(tf.greater(g, 0)), holds(tf.less(g, 0)))),
    project: (delta, epsilon) =>
      typeof epsilon === 'number' ? tf.clipByValue(delta, -epsilon, epsilon) : tf.tidy(() => clip(delta, epsilon)),
    sample: (out, epsilon, rng) => {
      for (let i = 0; i < out.length; i++) out[i] = epsilon * (2 * rng.uniform() - 1);
    },
  },
  l2: {
    distance: (x, y) => tf.tidy(() => l2norm(tf.sub(x, y), false) as tf.Tensor1D),
    length: (delta) => tf.tidy(() => l2norm(delta, true) as Images),
    steepest: (g) => tf.tidy(() => directionOf(g)),
    project: (delta, epsilon) =>
      tf.tidy(() => tf.mul(delta, tf.minimum(1, tf.div(epsilon, tf.maximum(l2norm(delta, true), tiny))))),
    sample: (out, epsilon, rng) => {
      let squares = 0;
      for (let i = 0; i < out.length; i++) {
        out[i] = rng.normal();
        squares += out[i]! * out[i]!;
      }
      const radius = epsilon * rng.uniform() ** (1 / out.length); // uniform in volume, not in radius
      const scale = radius / Math.max(Math.sqrt(squares), tiny);
      for (let i = 0; i < out.length; i++) out[i] = out[i]! * scale;
    },
  },
  l1: {
    distance: (x, y) => tf.tidy(() => l1norm(tf.sub(x, y), false) as tf.Tensor1D),
    length: (delta) => tf.tidy(() => l1norm(delta, true) as Images),
    steepest: (g) => tf.tidy(() => largestCoordinate(g)),
    project: (delta, epsilon, x0) => tf.tidy(() => projectL1(delta, epsilon, x0 && roomOf(delta, x0))),
    sample: (out, epsilon, rng) => {
      // Exponential magnitudes over their sum with one more: uniform in the simplex (Barthe et al. 2005, math/0503650).
      let sum = -Math.log(1 - rng.uniform());
      for (let i = 0; i < out.length; i++) {
        const magnitude = -Math.log(1 - rng.uniform());
        sum += magnitude;
        out[i] = rng.uniform() < 0.5 ? -magnitude : magnitude;
      }
      for (let i = 0; i < out.length; i++) out[i] = (out[i]! * epsilon) / sum;
    },
  },
};

/**
 * g/‖g‖₂. Gradients of digits a model is sure of are so small that their squares are 0 in float32, so the largest entry
 * is made 1 first.
 */
function directionOf(g: Images): Images {
  const scaled = tf.div(g, tf.add(tf.max(tf.abs(g), perImage, true), faint));
  return tf.div(scaled, tf.maximum(l2norm(scaled, true), tiny));
}

/** Between −radius and radius, without minima of tensors of different shape: WebAssembly takes a hundred times longer. */
const clip = (delta: Images, radius: tf.Tensor): Images =>
  tf.add(tf.sub(delta, tf.relu(tf.sub(delta, radius))), tf.relu(tf.neg(tf.add(delta, radius))));

/** Norm that measures gradients where this one measures images: ⟨g, δ⟩ ≤ ‖g‖·‖δ‖. */
export const dualOf: Readonly<Record<Norm, Norm>> = { linf: 'l1', l2: 'l2', l1: 'linf' };

/** All weight on the coordinate with the largest magnitude, shared where several have it. */
function largestCoordinate(g: Images): Images {
  const size = tf.abs(g);
  const most = tf.max(size, perImage, true);
  const chosen = tf.mul(holds(tf.equal(size, most)), holds(tf.greater(size, 0)));
  const signs = tf.sub(holds(tf.greater(g, 0)), holds(tf.less(g, 0)));
  return tf.div(tf.mul(signs, chosen), tf.maximum(tf.sum(chosen, perImage, true), 1));
}

/** Way to the wall of the box: 1 − x0 for a pixel that rises, x0 for one that falls. */
const roomOf = (delta: Images, x0: Images): Images => tf.abs(tf.sub(tf.step(delta), x0));

const halvings = 28; // of an interval no longer than 1: what is left is below the resolution of float32

/**
 * Euclidean projection onto the l1 ball, within ways of length `room` where the box ends: shrinks every coordinate by the
 * one threshold θ at which Σ min(max(|δ| − θ, 0), room) = ε (Duchi et al. 2008, ICML, sec. 4; Croce and Hein 2021,
 * arXiv:2103.01208, sec. 3). θ is found by bisection, which needs no sorting and runs on every backend.
 */
function projectL1(delta: Images, epsilon: Radius, room?: Images): Images {
  const size = tf.abs(delta);
  const shrunk = (threshold: tf.Tensor) => {
    const rest = tf.relu(tf.sub(size, threshold));
    return room ? tf.sub(rest, tf.relu(tf.sub(rest, room))) : rest; // a minimum, which WebAssembly has no fast kernel for
  };
  const tooLong = (threshold: tf.Tensor) => tf.step(tf.sub(tf.sum(shrunk(threshold), perImage, true), epsilon));
  let low: tf.Tensor = tf.zerosLike(tf.max(size, perImage, true));
  let high: tf.Tensor = tf.max(size, perImage, true);
  const outside = tooLong(low);
  for (let i = 0; i < halvings; i++) {
    const middle = tf.mul(tf.add(low, high), 0.5);
    const long = tooLong(middle);
    low = tf.add(tf.mul(middle, long), tf.mul(low, tf.sub(1, long)));
    high = tf.add(tf.mul(high, long), tf.mul(middle, tf.sub(1, long)));
  }
  const inside = shrunk(tf.mul(high, outside)); // the upper end never leaves the ball
  return tf.mul(tf.sub(tf.step(delta), tf.step(tf.neg(delta))), inside);
}

/** Random points of the ball, one stream per image, so that an image gets the same start in any batch. */
export function sampleBall(ball: Ball, shape: Images['shape'], epsilon: number, rngOf: (image: number) => Rng): Images {
  const [n] = shape;
  const pixels = tf.util.sizeFromShape(shape) / n;
  const values = new Float32Array(n * pixels);
  for (let i = 0; i < n; i++) ball.sample(values.subarray(i * pixels, (i + 1) * pixels), epsilon, rngOf(i));
  return tf.tensor4d(values, shape);
}

/**
 * Nearest point to `x` that is inside the ε-ball of `x0` and inside the pixel box.
 *
 * Exact for linf and l1; for l2 the box is applied last, which only shrinks the distance because `x0` lies in the box.
 */
export function confine(ball: Ball, x: Images, x0: Images, epsilon: number): Images {
  return tf.tidy(() => tf.clipByValue(tf.add(x0, ball.project(tf.sub(x, x0), epsilon, x0)), 0, 1));
}
