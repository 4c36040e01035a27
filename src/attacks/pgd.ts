import { gainOf } from '../tensor/gradient.ts';
import { balls, confine, type Images, sampleBall } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';
import { ascend } from './ascend.ts';
import type { Attack, AttackInput } from './attack.ts';
import type { AttackParams } from './catalog.ts';
import { inTurn } from './inTurn.ts';
import { projectedStep } from './projectedStep.ts';
import type { Summit } from './summit.ts';

type PgdInput = AttackInput<AttackParams<'pgd'>>;

/**
 * Projected gradient descent (Madry et al. 2018, arXiv:1706.06083, sec. 2.1).
 *
 *     x₀ ~ B(x, ε);   xₜ₊₁ = Π[ xₜ + α·ε·dir(∇ gain(xₜ)) ]
 *
 * Π projects onto B(x, ε) ∩ [0, 1]; `dir` is sign(g) for linf, g/‖g‖₂ for l2 and sparse for l1 (see `projectedStep`). Of
 * several restarts each image keeps the first that succeeds and leaves, else the one with the largest gain.
 *
 * Differs from the paper in two ways: α (`stepSize`) is a fraction of ε, so one setting suits every budget, and an image
 * whose last iterate fails keeps its latest success, or its first with `earlyStop` (see `ascend`).
 * Cost: `restarts` × (`steps` forward and backward passes and one forward pass) over `[n, h, w, c]`.
 */
export const pgd: Attack<'pgd'> = async (input) => {
  const attempts = Array.from({ length: input.params.restarts }, (_, restart) => ({
    work: 1,
    run: (part: PgdInput) => climb(part, restart),
  }));
  const { x } = await inTurn(input, attempts);
  return x;
};

function climb(input: PgdInput, restart: number): Promise<Summit> {
  const { steps, stepSize, loss, earlyStop } = input.params;
  return ascend({
    input,
    steps,
    onSuccess: earlyStop ? 'first' : 'latest',
    start: { x: startOf(input, restart) },
    gainOf: ({ objective }) => gainOf(loss, objective),
    step: (slope) => ({ x: projectedStep(slope, stepSize) }),
  });
}

function startOf({ x0, threat: { norm, epsilon }, params, ctx }: PgdInput, restart: number): Images {
  if (!params.randomStart) return tf.clone(x0);
  const ball = balls[norm];
  return tf.tidy(() => {
    const noise = sampleBall(ball, x0.shape, epsilon, (i) => ctx.rngOf(i).fork(restart));
    return confine(ball, tf.add(x0, noise), x0, epsilon);
  });
}
