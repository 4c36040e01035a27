import { AdamStep, type AdamStepAttrs, SgdStep } from '../kernels/optimizerStep.ts';
import { hasKernel } from './hasKernel.ts';
import * as tf from './tf.ts';

/** A variable, or what it becomes, with Adam's running means of its gradient and of the square of that. */
export interface AdamState {
  readonly x: tf.Tensor;
  readonly first: tf.Tensor;
  readonly second: tf.Tensor;
}

/**
 * One update by Adam: borrows state and gradient, gives the next state, owned by the caller.
 *
 *     m ← β₁ m + (1 − β₁) g      v ← β₂ v + (1 − β₂) g²      x ← x − rate · m / (√v + ε)
 *
 * One kernel where the backend has it, else composed of operations; on WebAssembly with the same bits.
 */
export function adamStep(state: AdamState, gradient: tf.Tensor, attrs: AdamStepAttrs): AdamState {
  if (!hasKernel(AdamStep)) return composedAdamStep(state, gradient, attrs);
  const inputs = { ...state, gradient };
  const [x, first, second] = tf.engine().runKernel(AdamStep, inputs, { ...attrs }) as unknown as tf.Tensor[]; // its outputs
  return { x: x!, first: first!, second: second! };
}

/** The same update in operations that every backend has. */
export function composedAdamStep({ x, ...means }: AdamState, gradient: tf.Tensor, attrs: AdamStepAttrs): AdamState {
  const { rate, beta1, beta2, epsilon } = attrs;
  const blend = (mean: tf.Tensor, value: tf.Tensor, beta: number) =>
    tf.add(tf.mul(mean, beta), tf.mul(value, 1 - beta));
  return tf.tidy(() => {
    const first = blend(means.first, gradient, beta1);
    const second = blend(means.second, tf.square(gradient), beta2);
    return { x: tf.sub(x, tf.mul(tf.div(first, tf.add(tf.sqrt(second), epsilon)), rate)), first, second };
  });
}

/** x − rate · gradient, owned by the caller; x and gradient are borrowed. */
export function sgdStep(x: tf.Tensor, gradient: tf.Tensor, rate: number): tf.Tensor {
  if (!hasKernel(SgdStep)) return tf.tidy(() => tf.sub(x, tf.mul(gradient, rate)));
  return tf.engine().runKernel(SgdStep, { x, gradient }, { rate }) as tf.Tensor; // it has one output
}
