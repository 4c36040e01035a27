import type { Rng } from '../core/rng.ts';
import type { Images, Logits } from './norms.ts';
import type * as tf from './tf.ts';

/** What an attack may do with its host between two steps. */
export interface StepContext {
  readonly signal: AbortSignal;
  /**
   * Independent random stream of image `i` of the batch; the same image gets the same stream in any batch. A member of a
   * cascade draws from the stream it would have by itself, which has its name.
   */
  rngOf(i: number, name?: string): Rng;
  /** Reports `step` of `of` gradient steps and yields to the event loop. */
  tick(step: number, of: number): Promise<void>;
  /** Told which member of a cascade brought image `i` down. */
  readonly credit?: (i: number, member: number) => void;
  /** Called with each iterate and its gain when somebody watches; tensors are borrowed for the time of the call. */
  readonly trace?: (at: { readonly x: Images; readonly logits: Logits; readonly gain: tf.Tensor1D }) => Promise<void>;
}
