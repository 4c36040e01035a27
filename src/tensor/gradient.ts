import type { LossName } from '../core/lossNames.ts';
import { attackerGain, type Objective } from './losses.ts';
import type { Images, Logits } from './norms.ts';
import * as tf from './tf.ts';

/** What a gradient is taken of: a model, and how many of its answers to average where it answers at random. */
export interface Differentiable {
  logits(x: Images): Logits;
  readonly draws: number;
}

/** A gain at some images, how to raise it, and what the model said. All owned by the caller. */
export interface GradientAt {
  /** Of the summed gain with respect to the images, `[n, h, w, c]`. */
  readonly gradient: Images;
  /** `[n]` */
  readonly gain: tf.Tensor1D;
  /** `[n, k]`, of the last draw. */
  readonly z: Logits;
}

/** Any objective to be raised, from the logits `[n, k]` to one number per image. */
export type Gain = (logits: Logits, x: Images) => tf.Tensor1D;

export const gainOf =
  (loss: LossName, objective: Objective): Gain =>
  (logits) =>
    attackerGain(loss, objective, logits);

/**
 * Gradient of the summed gain at `x` (borrowed). Of a model that answers at random it is the mean over `draws` answers:
 * the gradient of the expected gain (EOT; Athalye et al. 2018, arXiv:1802.00420, sec. 4.2).
 */
export function gradientAt(model: Differentiable, gain: Gain, x: Images): GradientAt {
  if (model.draws === 1) return gradientOfOne(model, gain, x);
  return tf.tidy(() => {
    const all = Array.from({ length: model.draws }, () => gradientOfOne(model, gain, x));
    const mean = <T extends tf.Tensor>(parts: T[]) => tf.div(tf.addN(parts), parts.length) as T;
    return {
      gradient: mean(all.map(({ gradient }) => gradient)),
      gain: mean(all.map((one) => one.gain)),
      z: all.at(-1)!.z,
    };
  });
}

function gradientOfOne(model: Differentiable, gain: Gain, x: Images): GradientAt {
  let z: Logits | undefined;
  const { grad, value } = tf.valueAndGrad((v: tf.Tensor) => {
    z = tf.keep(model.logits(v as Images)); // the tape would dispose it when the gradient is done
    return gain(z, v as Images);
  })(x, tf.ones([x.shape[0]]));
  const scores = z!;
  const copy = tf.clone(scores);
  scores.dispose();
  return { gradient: grad as Images, gain: value as tf.Tensor1D, z: copy };
}
