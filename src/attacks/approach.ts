import type { Norm } from '../core/threat.ts';
import { type Gain, gradientAt } from '../tensor/gradient.ts';
import { reached } from '../tensor/losses.ts';
import { keepNearer, type Nearest, noneYet, nowhere } from '../tensor/nearest.ts';
import { balls, type Images } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';
import type { AttackInput } from './attack.ts';
import { showImages } from './showImages.ts';

/** One number per image, `[n, 1, 1, 1]`. */
export type PerImage = Images;

/** What a step may look at. All borrowed. */
export interface Stance {
  readonly x: Images;
  readonly gradient: Images;
  /** Gain at `x`. */
  readonly gain: PerImage;
  /** 1 where `x` is adversarial, else 0. */
  readonly hit: PerImage;
  /** 1 where some image so far was. */
  readonly ever: PerImage;
  /** Distance of the nearest one; meaningless where there is none. */
  readonly nearest: PerImage;
  /** Radius of the ball that `x` was put into. */
  readonly radius: PerImage;
}

export interface Approach {
  readonly input: AttackInput<{ readonly steps: number }>;
  readonly gain: Gain;
  /** First radius. Ownership passes to `approach`. */
  readonly radius: PerImage;
  /** Next iterate and the radius it lies in. Runs inside `tf.tidy`. */
  step(at: Stance, i: number): { readonly x: Images; readonly radius: PerImage };
}

/**
 * Walks around the boundary in a ball whose radius follows success and failure, and returns the nearest adversarial image
 * met on the way; the clean image where there was none.
 *
 * Cost: `steps` forward and backward passes and one forward pass over `[n, h, w, c]`.
 */
export async function approach({ input, gain, radius: first, step }: Approach): Promise<Images> {
  const { victim, x0, objective, threat, params, ctx } = input;
  const ball = balls[threat.norm];
  let [x, radius] = [tf.clone(x0), first];
  let best = noneYet(x0);
  try {
    for (let i = 0; i < params.steps; i++) {
      ctx.signal.throwIfAborted();
      const at = tf.tidy(() => {
        const slope = gradientAt(victim, gain, x);
        const hit = reached(objective, slope.z);
        const kept = keepNearer(hit, { x, distance: ball.distance(x, x0) }, best);
        const next = step({ ...slope, ...stanceOf(slope.gain, hit, kept), x, radius }, i);
        return { z: slope.z, gain: slope.gain, best: kept, ...next };
      });
      if (ctx.trace) await ctx.trace({ x, logits: at.z, gain: at.gain });
      tf.dispose([x, radius, best.x, best.distance, at.z, at.gain]);
      [x, radius, best] = [at.x, at.radius, at.best];
      await ctx.tick(i + 1, params.steps);
    }
    return await ended(input, x, best);
  } finally {
    tf.dispose([x, radius, best.x, best.distance]);
  }
}

/** One number per image from one per row, and the rest of what a step may look at. */
function stanceOf(
  gain: tf.Tensor1D,
  hit: tf.Tensor1D,
  { distance }: Nearest,
): Omit<Stance, 'x' | 'gradient' | 'radius'> {
  const column = (values: tf.Tensor) => tf.reshape(tf.cast(values, 'float32'), [-1, 1, 1, 1]) as PerImage;
  return { gain: column(gain), hit: column(hit), ever: column(tf.less(distance, nowhere)), nearest: column(distance) };
}

/** Nearest of all, the last iterate included. */
async function ended(input: Approach['input'], x: Images, best: Nearest): Promise<Images> {
  const { victim, x0, objective, threat } = input;
  const found = tf.tidy(() => {
    const hit = reached(objective, victim.logits(x));
    return keepNearer(hit, { x, distance: balls[threat.norm].distance(x, x0) }, best).x;
  });
  try {
    await showImages(input, found);
    return found;
  } catch (error) {
    found.dispose();
    throw error;
  }
}

/** Falls from `from` to `to` along half a cosine wave, as learning rates do. */
export const annealed = (from: number, to: number, progress: number): number =>
  to + ((from - to) * (1 + Math.cos(Math.PI * progress))) / 2;

/** Norm of the farthest corner of the box: no perturbation is longer. `[n, 1, 1, 1]` */
export const farthest = (norm: Norm, x0: Images): PerImage =>
  tf.tidy(() => balls[norm].length(tf.add(tf.abs(tf.sub(x0, 0.5)), 0.5)));
