import { gainOf, gradientAt } from '../tensor/gradient.ts';
import { balls, type Images } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';
import type { Attack } from './attack.ts';
import type { AttackParams } from './catalog.ts';
import type { Descent } from './descend.ts';
import { searchConstant } from './searchConstant.ts';

/** The last iterate, and the point ahead of it from which the next step is taken. */
type EadMemory = { readonly x: Images; readonly ahead: Images };

/**
 * Elastic-net attack (Chen et al. 2018, arXiv:1709.04114, sec. 3): FISTA on
 *
 *     c·max(κ − margin(x), 0) + ‖x − x₀‖₂² + β·‖x − x₀‖₁
 *
 *     xₜ₊₁ = shrink(yₜ − α·∇(yₜ)),   yₜ₊₁ = xₜ₊₁ + t/(t + 3)·(xₜ₊₁ − xₜ)
 *
 * where `shrink` draws every pixel towards x₀ by β, and the step α falls like a square root; the constant c is searched for
 * (`searchConstant`). Of the successes the one with the smallest ‖δ‖₁ or (decision rule `en`) β·‖δ‖₁ + ‖δ‖₂² is kept.
 *
 * Differs from Foolbox: what is judged is x itself, not the point ahead. Cost: a gradient and a forward pass per step.
 */
export const ead: Attack<'ead'> = (input) => searchConstant(input, descentOf(input.params));

const descentOf = ({ beta, rule }: AttackParams<'ead'>): Descent<AttackParams<'ead'>, EadMemory> => ({
  begin: (x0) => ({ x: tf.clone(x0), ahead: tf.clone(x0) }),

  step: ({ victim, x0, objective, params }, { x: former, ahead }, constants, i) => {
    const { gradient, gain } = gradientAt(victim, gainOf('margin', objective), ahead);
    const short = tf.reshape(tf.sub(params.confidence, gain), [-1, 1, 1, 1]);
    const delta = tf.sub(ahead, x0);
    const slope = tf.sub(tf.mul(delta, 2), tf.mul(gradient, tf.mul(constants, tf.step(short))));
    const stride = params.stepSize * Math.sqrt(1 - i / params.steps);
    const x = shrink(tf.sub(delta, tf.mul(stride, slope)), x0, beta);
    const loss = tf.add(tf.sum(tf.square(delta), [1, 2, 3], true), tf.mul(constants, tf.relu(short)));
    return {
      memory: { x, ahead: tf.add(x, tf.mul(i / (i + 3), tf.sub(x, former))) },
      x,
      z: victim.logits(x),
      loss: tf.reshape(loss, [-1]) as tf.Tensor1D,
    };
  },

  measure: (x, x0) => {
    const l1 = balls.l1.distance(x, x0);
    return rule === 'l1' ? l1 : tf.add(tf.mul(beta, l1), tf.square(balls.l2.distance(x, x0)));
  },
});

/** x₀ + δ with every pixel of δ drawn towards 0 by `beta`, inside the box. */
const shrink = (delta: tf.Tensor, x0: Images, beta: number): Images =>
  tf.clipByValue(tf.add(x0, tf.sub(tf.relu(tf.sub(delta, beta)), tf.relu(tf.sub(tf.neg(delta), beta)))), 0, 1);
