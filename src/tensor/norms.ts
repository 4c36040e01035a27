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
  /** Nearest perturbation of norm at most `epsilon`. */
  project(delta: Images, epsilon: Radius): Images;
  /** Writes a uniform random point of the ball of radius `epsilon` into `out`, the pixels of one image. */
  sample(out: Float32Array, epsilon: number, rng: Rng): void;
}

const perImage = [1, 2, 3];
const tiny = 1e-12; // keeps x/‖x‖ finite at x = 0

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
    steepest: (g) => tf.tidy(() => tf.div(g, tf.maximum(l2norm(g, true), tiny))),
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
    project: (delta, epsilon) => tf.tidy(() => projectL1(delta, epsilon)),
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

const halvings = 30; // of an interval no longer than 1: the threshold is exact in float32

/**
 * Euclidean projection onto the l1 ball: shrinks every coordinate by the one threshold θ at which Σ max(|δ| − θ, 0) = ε
 * (Duchi et al. 2008, ICML, sec. 4). θ is found by bisection, which needs no sorting and runs on every backend.
 */
function projectL1(delta: Images, epsilon: Radius): Images {
  const size = tf.abs(delta);
  const excess = (threshold: tf.Tensor) => tf.sum(tf.relu(tf.sub(size, threshold)), perImage, true);
  let low: tf.Tensor = tf.zerosLike(tf.sum(size, perImage, true));
  let high: tf.Tensor = tf.max(size, perImage, true);
  for (let i = 0; i < halvings; i++) {
    const middle = tf.mul(tf.add(low, high), 0.5);
    const tooLong = holds(tf.greater(excess(middle), epsilon));
    low = tf.add(tf.mul(middle, tooLong), tf.mul(low, tf.sub(1, tooLong)));
    high = tf.add(tf.mul(high, tooLong), tf.mul(middle, tf.sub(1, tooLong)));
  }
  const outside = holds(tf.greater(tf.sum(size, perImage, true), epsilon));
  const shrunk = tf.relu(tf.sub(size, tf.mul(high, outside))); // the upper end never leaves the ball
  const signs = tf.sub(holds(tf.greater(delta, 0)), holds(tf.less(delta, 0)));
  return tf.mul(signs, shrunk);
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
 * Exact for linf; for l2 the box is applied last, which only shrinks the distance because `x0` lies in the box.
 */
export function confine(ball: Ball, x: Images, x0: Images, epsilon: number): Images {
  return tf.tidy(() => tf.clipByValue(tf.add(x0, ball.project(tf.sub(x, x0), epsilon)), 0, 1));
}
