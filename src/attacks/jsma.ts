import { gradientAt } from '../tensor/gradient.ts';
import { attackerGain, reached } from '../tensor/losses.ts';
import type { Images, Labels } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';
import type { Attack, AttackInput } from './attack.ts';
import { bestPair } from './bestPair.ts';
import type { AttackParams } from './catalog.ts';
import { pairsAllowed } from './jsma.card.ts';
import { subset } from './subset.ts';

type JsmaInput = AttackInput<AttackParams<'jsma'>>;

/**
 * Jacobian-based saliency map attack (Papernot et al. 2016, arXiv:1511.07528, sec. IV, algorithm 3). In each step the pair
 * of pixels with the largest
 *
 *     (∂z_t/∂p + ∂z_t/∂q) · −(Σ_{j≠t} ∂z_j/∂p + Σ_{j≠t} ∂z_j/∂q),   both factors positive (θ > 0; both reversed for θ < 0)
 *
 * changes by θ, until the goal is reached or a share γ of the pixels is used up. Pixels that are black or white already
 * and cannot go on take no part.
 *
 * Differs from the paper: without a target, the runner-up of the clean image is the target and any wrong class ends the
 * search. Σ_{j≠t} needs one gradient, not one per class.
 * Cost: two forward and backward passes per pair over `[n, h, w, c]`.
 */
export const jsma: Attack<'jsma'> = async (input) => {
  const { x0, params, ctx } = input;
  const size = x0.size / x0.shape[0];
  const pairs = pairsAllowed(params.gamma, size);
  const pixels = Float32Array.from(await x0.data());
  const targets = await targetsOf(input);
  let rows = Array.from({ length: x0.shape[0] }, (_, i) => i);
  for (let step = 0; step <= pairs && rows.length > 0; step++) {
    ctx.signal.throwIfAborted();
    const { hits, toward, away } = await saliency(input, { pixels, targets, rows, size });
    if (step === pairs) break;
    const moved = rows.filter((row, i) => {
      if (hits[i]) return false;
      const at = (values: Float32Array) => values.subarray(i * size, (i + 1) * size);
      return change(pixels.subarray(row * size, (row + 1) * size), at(toward), at(away), params.theta);
    });
    rows = ctx.trace ? rows : moved; // a trace has one row per image
    if (moved.length === 0) break;
    await ctx.tick(step + 1, pairs);
  }
  return tf.tensor4d(pixels, x0.shape);
};

/** Class to move to, image by image: the one asked for, or the likeliest wrong one. */
async function targetsOf({ victim, x0, objective }: JsmaInput): Promise<Int32Array> {
  const targets = tf.tidy(() => {
    if (objective.kind === 'targeted') return tf.clone(objective.targets);
    const logits = victim.logits(x0);
    const own = tf.oneHot(objective.labels, victim.classes);
    return tf.argMax(tf.sub(logits, tf.mul(own, excluded)), 1) as Labels;
  });
  try {
    return Int32Array.from(await targets.data());
  } finally {
    targets.dispose();
  }
}

const excluded = 1e9; // larger than any logit: takes the true class out of the maximum

interface Present {
  /** Of all images. */
  readonly pixels: Float32Array;
  readonly targets: Int32Array;
  /** Images still standing. */
  readonly rows: readonly number[];
  /** Numbers per image. */
  readonly size: number;
}

/** Of each standing image: whether it reaches the goal, and how the target's score and minus all others' grow by pixel. */
async function saliency(input: JsmaInput, { pixels, targets, rows, size }: Present) {
  const part = subset(input, rows);
  const { victim, objective, ctx, x0 } = part.input;
  const [toward, away, hit, logits, gain, x] = tf.tidy(() => {
    const now = new Float32Array(rows.length * size);
    for (const [i, row] of rows.entries()) now.set(pixels.subarray(row * size, (row + 1) * size), i * size);
    const images = tf.tensor4d(now, x0.shape);
    const wanted = tf.oneHot(
      tf.tensor1d(
        rows.map((row) => targets[row]!),
        'int32',
      ),
      victim.classes,
    );
    const ofTarget = gradientAt(victim, (z) => tf.sum(tf.mul(z, wanted), 1), images);
    const ofAll = gradientAt(victim, (z) => tf.sum(z, 1), images);
    const { z } = ofTarget;
    return [
      ofTarget.gradient,
      tf.sub(ofTarget.gradient, ofAll.gradient) as Images,
      reached(objective, z),
      z,
      attackerGain('margin', objective, z),
      images,
    ] as const;
  });
  try {
    if (ctx.trace) await ctx.trace({ x, logits, gain });
    const [hits, a, b] = await Promise.all([hit.data(), toward.data(), away.data()]);
    return { hits, toward: Float32Array.from(a), away: Float32Array.from(b) };
  } finally {
    tf.dispose([toward, away, hit, logits, gain, x]);
    part.dispose();
  }
}

/** Changes the most salient pair of one image in place; false where no pair helps. */
function change(pixels: Float32Array, toward: Float32Array, away: Float32Array, theta: number): boolean {
  const sign = Math.sign(theta);
  const free = Uint8Array.from(pixels, (pixel) => Number(theta > 0 ? pixel < 1 : theta < 0 && pixel > 0));
  const pair = bestPair(
    toward.map((value) => sign * value),
    away.map((value) => sign * value),
    free,
  );
  if (!pair) return false;
  for (const p of pair) pixels[p] = Math.min(1, Math.max(0, pixels[p]! + theta));
  return true;
}
