import type { LossName } from '../core/lossNames.ts';
import type { Rng } from '../core/rng.ts';
import { type Differentiable, gainOf, gradientAt } from './gradient.ts';
import { attackerGain, type Objective, reached } from './losses.ts';
import type { Images, Logits } from './norms.ts';
import { selectRows } from './selectRows.ts';
import * as tf from './tf.ts';

/** What an attack may do with its host between two steps. */
export interface StepContext {
  readonly signal: AbortSignal;
  /** Independent random stream of image `i` of the batch; the same image gets the same stream in any batch. */
  rngOf(i: number): Rng;
  /** Reports `step` of `of` gradient steps and yields to the event loop. */
  tick(step: number, of: number): Promise<void>;
  /** Called with each iterate and its gain when somebody watches; tensors are borrowed for the time of the call. */
  readonly trace?: (at: { readonly x: Images; readonly logits: Logits; readonly gain: tf.Tensor1D }) => Promise<void>;
}

export interface Ascent {
  readonly victim: Differentiable;
  readonly objective: Objective;
  readonly loss: LossName;
  /** First iterate. Ownership passes to `ascend`. */
  readonly start: Images;
  readonly steps: number;
  readonly ctx: StepContext;
  /** Next iterate from the present one and the gradient of the gain there. Runs inside `tf.tidy`. */
  step(x: Images, gradient: Images, i: number): Images;
}

/** End of an ascent. Both tensors are owned by the caller. */
export type Summit = {
  readonly x: Images;
  /** `[n]` gain at `x`. */
  readonly gain: tf.Tensor1D;
};

/**
 * Climbs the attacker's gain and returns the last iterate, except for images whose last iterate fails although an earlier
 * one succeeded: they get the latest success. ("Silent success", Pintor et al. 2022, arXiv:2106.09947, sec. 3.)
 *
 * Cost: `steps` forward and backward passes and one forward pass over `[n, h, w, c]`.
 */
export async function ascend({ victim, objective, loss, start, steps, ctx, step }: Ascent): Promise<Summit> {
  let x = start;
  let best = neverReached(start);
  try {
    for (let i = 0; i < steps; i++) {
      ctx.signal.throwIfAborted();
      const at = tf.tidy(() => {
        const { gradient, gain, z } = gradientAt(victim, gainOf(loss, objective), x);
        return { z, gain, best: keepReached(objective, z, { x, gain }, best), next: step(x, gradient, i) };
      });
      if (ctx.trace) await ctx.trace({ x, logits: at.z, gain: at.gain });
      tf.dispose([x, best, at.z, at.gain]);
      [x, best] = [at.next, at.best];
      await ctx.tick(i + 1, steps);
    }
    const end = tf.tidy(() => {
      const z = victim.logits(x);
      const gain = attackerGain(loss, objective, z);
      return { z, gain, summit: latestReached(objective, z, { x, gain }, best) };
    });
    if (ctx.trace) await ctx.trace({ x, logits: end.z, gain: end.gain });
    tf.dispose([end.z, end.gain]);
    return end.summit;
  } finally {
    tf.dispose([x, best]);
  }
}

/** Latest iterate that reached the goal, and whether there was one (`[n]`, bool). */
type Best = Summit & { readonly ever: tf.Tensor1D };

const neverReached = (start: Images): Best => ({
  x: tf.clone(start),
  gain: tf.zeros([start.shape[0]]),
  ever: tf.zeros([start.shape[0]], 'bool'),
});

function keepReached(objective: Objective, z: Logits, now: Summit, former: Best): Best {
  const hit = reached(objective, z);
  return { ...choose(hit, now, former), ever: tf.logicalOr(former.ever, hit) };
}

/** The present iterate where it reaches the goal or none ever did, else the latest one that did. */
function latestReached(objective: Objective, z: Logits, now: Summit, former: Best): Summit {
  return choose(tf.logicalOr(reached(objective, z), tf.logicalNot(former.ever)), now, former);
}

/** Image by image, `a` where `first` holds and `b` elsewhere. */
export function choose(first: tf.Tensor1D, a: Summit, b: Summit): Summit {
  return { x: selectRows(first, a.x, b.x), gain: selectRows(first, a.gain, b.gain) };
}
