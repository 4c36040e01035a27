import type { Norm } from '../core/threat.ts';
import { AttackStep, type AttackStepAttrs } from '../kernels/attackStep.ts';
import { hasKernel } from './hasKernel.ts';
import { balls, confine, type Images } from './norms.ts';
import * as tf from './tf.ts';

export interface StepFrom {
  readonly norm: Norm;
  /** Where the attack stands. */
  readonly x: Images;
  /** Of the attacker's gain at `x`. */
  readonly gradient: Images;
  /** The clean image. */
  readonly x0: Images;
  /** Length of the step, in the norm. */
  readonly stride: number;
  /** Radius of the ball around `x0`. */
  readonly epsilon: number;
}

/**
 * The next iterate of a projected gradient attack. All tensors are borrowed, the result is owned by the caller.
 *
 *     clip₀¹( x0 + Π_ε( x + stride · dir(gradient) − x0 ) )
 *
 * `dir` is the steepest direction of the norm, Π_ε the projection onto its ball. One kernel where the backend has it, else
 * composed of operations: the same bits for linf on WebAssembly, within 1e-6 of it otherwise.
 */
export function attackStep(from: StepFrom): Images {
  const { norm, x, gradient, x0, stride, epsilon } = from;
  if (norm === 'l1' || !hasKernel(AttackStep)) return composedStep(from);
  const attrs: AttackStepAttrs = { norm, stride, epsilon };
  return tf.engine().runKernel(AttackStep, { x, gradient, x0 }, { ...attrs }) as Images; // one output, shaped like x
}

/** The same step in operations that every backend has. */
export function composedStep({ norm, x, gradient, x0, stride, epsilon }: StepFrom): Images {
  return tf.tidy(() => confine(balls[norm], tf.add(x, tf.mul(stride, balls[norm].steepest(gradient))), x0, epsilon));
}
