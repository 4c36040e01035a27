import type { Threat } from '../core/threat.ts';
import { balls, confine, type Images } from '../tensor/norms.ts';
import { selectRows } from '../tensor/selectRows.ts';
import * as tf from '../tensor/tf.ts';
import { type Adaptive, adaptiveFrom, renewed } from './adaptive.ts';
import type { Slope } from './ascend.ts';
import type { AttackInput } from './attack.ts';

/** What a climb with momentum keeps, besides its record; one number per image, `[n]`. */
type Paced = Adaptive & {
  /** The iterate before. */
  readonly before: Images;
  readonly lastGain: tf.Tensor1D;
  /** Steps since the last checkpoint that raised the gain. */
  readonly rises: tf.Tensor1D;
  /** The record at the last checkpoint, and whether the step was halved there (0 or 1). */
  readonly recordThen: tf.Tensor1D;
  readonly halvedThen: tf.Tensor1D;
};

const momentum = 0.25; // 1 − α of the paper
const enoughRises = 0.75; // ρ
const anyGain = 1e30; // before the first gain is known nothing counts as a rise

/**
 * Steps of Auto-PGD in linf and l2 (Croce and Hein 2020, arXiv:2003.01690, sec. 3), of 2ε to begin with:
 *
 *     z = Π(x + η·dir(g));   x⁺ = Π(x + α(z − x) + (1 − α)(x − x⁻))
 *
 * At a checkpoint η is halved, and the climb goes back to its highest point, where at most ρ of the steps since the last
 * one were rises (as in the authors' program; the paper says fewer than), or where neither η nor the record moved.
 */
export const momentumPace = (steps: number) => {
  const checks = checkpoints(steps);
  return {
    begin: (x: Images, { threat }: AttackInput<unknown>): Paced => begin(x, threat.epsilon),
    step: (slope: Slope<unknown, Paced>): Paced => {
      const seen = watched(slope);
      const interval = checks.get(slope.i);
      const turned = interval === undefined ? seen : reconsidered(seen, interval);
      return moved(turned, slope);
    },
  };
};

/** Steps after which to look back, each with the length of its interval: 22 % of all, then 3 % shorter down to 6 %. */
function checkpoints(steps: number): ReadonlyMap<number, number> {
  const share = (part: number) => Math.max(1, Math.floor(part * steps));
  const checks = new Map<number, number>();
  for (let at = share(0.22), interval = at; at < steps; at += interval) {
    checks.set(at, interval);
    interval = Math.max(interval - share(0.03), share(0.06));
  }
  return checks;
}

function begin(x: Images, epsilon: number): Paced {
  const n = x.shape[0];
  return {
    ...adaptiveFrom(x, 2 * epsilon),
    before: tf.clone(x),
    lastGain: tf.fill([n], anyGain),
    rises: tf.zeros([n]),
    recordThen: tf.zeros([n]),
    halvedThen: tf.ones([n]),
  };
}

type Seen = Paced & { readonly gradient: Images };

/** What the present iterate tells. */
function watched({ at, gradient, gain }: Slope<unknown, Paced>): Seen {
  const rises = tf.add(at.rises, tf.step(tf.sub(gain, at.lastGain))) as tf.Tensor1D;
  return { ...at, ...renewed({ at, gradient, gain }), lastGain: gain, rises, gradient };
}

/** The step halved and the climb back at its highest point, wherever it no longer gets on. */
function reconsidered(seen: Seen, interval: number): Seen {
  const { stride, rises, recordThen, halvedThen, bestGain } = seen;
  const wavers = tf.lessEqual(rises, enoughRises * interval);
  const stuck = tf.logicalAnd(tf.less(halvedThen, 0.5), tf.greaterEqual(recordThen, bestGain));
  const halves = tf.logicalOr(wavers, stuck) as tf.Tensor1D;
  const halved = tf.cast(halves, 'float32');
  return {
    ...seen,
    x: selectRows(halves, seen.bestX, seen.x),
    gradient: selectRows(halves, seen.bestGradient, seen.gradient),
    stride: tf.mul(stride, tf.reshape(tf.sub(1, tf.mul(0.5, halved)), [-1, 1, 1, 1])),
    rises: tf.zerosLike(rises),
    recordThen: bestGain,
    halvedThen: halved,
  };
}

function moved({ gradient, ...at }: Seen, { input, i }: Slope<unknown, Paced>): Paced {
  const { x0, threat } = input;
  const inside = (x: tf.Tensor) => within(x as Images, x0, threat);
  const z = inside(tf.add(at.x, tf.mul(at.stride, balls[threat.norm].steepest(gradient))));
  if (i === 0) return { ...at, x: z, before: at.x };
  const onward = tf.sub(tf.mul(2, at.x), at.before);
  return { ...at, x: inside(tf.add(tf.mul(1 - momentum, z), tf.mul(momentum, onward))), before: at.x };
}

const within = (x: Images, x0: Images, { norm, epsilon }: Threat): Images => confine(balls[norm], x, x0, epsilon);
