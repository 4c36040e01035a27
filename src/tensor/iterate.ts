import type { Rng } from '../core/rng.ts';
import type { Images, Logits } from './norms.ts';
import type * as tf from './tf.ts';

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
