import { attackStep } from '../tensor/attackStep.ts';
import { ascend, choose, type Summit } from '../tensor/iterate.ts';
import { reached } from '../tensor/losses.ts';
import { balls, confine, type Images, sampleBall } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';
import type { Attack, AttackInput } from './attack.ts';
import type { AttackParams } from './catalog.ts';

type PgdInput = AttackInput<AttackParams<'pgd'>>;

/**
 * Projected gradient descent (Madry et al. 2018, arXiv:1706.06083, sec. 2.1).
 *
 *     x₀ ~ B(x, ε);   xₜ₊₁ = Π[ xₜ + α·ε·dir(∇ gain(xₜ)) ]
 *
 * Π projects onto B(x, ε) ∩ [0, 1]; `dir` is sign(g) for linf and g/‖g‖₂ for l2. Of several restarts each image keeps
 * the first that succeeds, else the one with the largest gain.
 *
 * Differs from the paper in two ways: α (`stepSize`) is a fraction of ε, so one setting suits every budget, and an image
 * whose last iterate fails keeps its latest success (see `ascend`).
 * Cost: `restarts` × (`steps` forward and backward passes and one forward pass) over `[n, h, w, c]`.
 */
export const pgd: Attack<'pgd'> = async (input) => {
  const { restarts, steps } = input.params;
  let best = await climb(input, 0);
  for (let restart = 1; restart < restarts; restart++) {
    try {
      const next = await climb(input, restart);
      const merged = tf.tidy(() => choose(improves(input, next, best), next, best));
      tf.dispose([next.x, next.gain, best.x, best.gain]);
      best = merged;
    } catch (error) {
      tf.dispose([best.x, best.gain]);
      throw error;
    }
    await input.ctx.tick((restart + 1) * steps, restarts * steps);
  }
  best.gain.dispose();
  return best.x;
};

function climb({ victim, x0, objective, threat, params, ctx }: PgdInput, restart: number): Promise<Summit> {
  const { norm, epsilon } = threat;
  const ball = balls[norm];
  const start = tf.tidy(() => {
    if (!params.randomStart) return tf.clone(x0);
    const noise = sampleBall(ball, x0.shape, epsilon, (i) => ctx.rngOf(i).fork(restart));
    return confine(ball, tf.add(x0, noise), x0, epsilon);
  });
  const done = restart * params.steps;
  return ascend({
    victim,
    objective,
    loss: params.loss,
    start,
    steps: params.steps,
    ctx: { ...ctx, tick: (step) => ctx.tick(done + step, params.restarts * params.steps) },
    step: (x, gradient) => {
      const free = norm === 'l1' ? withoutWalls(x, gradient) : gradient; // one coordinate must not be a stuck one
      return attackStep({ norm, x, gradient: free, x0, stride: params.stepSize * epsilon, epsilon });
    },
  });
}

/** The gradient without the pixels that are black or white already and would have to go on. */
function withoutWalls(x: Images, gradient: Images): Images {
  const stuck = tf.logicalOr(
    tf.logicalAnd(tf.lessEqual(x, 0), tf.less(gradient, 0)),
    tf.logicalAnd(tf.greaterEqual(x, 1), tf.greater(gradient, 0)),
  );
  return tf.mul(gradient, tf.sub(1, tf.cast(stuck, 'float32')));
}

/** `[n]` booleans: the new summit replaces the old one. The first success is kept, else the larger gain wins. */
function improves({ victim, objective }: PgdInput, next: Summit, best: Summit): tf.Tensor1D {
  const had = reached(objective, victim.logits(best.x));
  const has = reached(objective, victim.logits(next.x));
  return tf.logicalAnd(tf.logicalNot(had), tf.logicalOr(has, tf.greater(next.gain, best.gain)));
}
