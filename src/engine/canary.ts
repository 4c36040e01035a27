import type { CanaryCheck } from '../core/backend.ts';
import { makeRng } from '../core/rng.ts';
import { attackerGain } from '../tensor/losses.ts';
import type { Images, Logits } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';
import { canaryGradient, canaryLogits } from './canaryValues.ts';

const shape: [number, number, number, number] = [2, 8, 8, 2];
const difference = 2e-3; // step of the finite difference: large enough for float32, small enough to miss kinks

/**
 * Checks that the device computes forward passes and input gradients as it should, before any number is shown.
 *
 * A small conv, pool, conv, dense net with fixed weights must give the stored logits and gradient (computed on the plain
 * CPU backend), agree with finite differences, give no zero, NaN or infinite gradient, and repeat itself to the bit.
 * Backends have failed each of these in the field without raising an error.
 */
export async function canary(): Promise<CanaryCheck[]> {
  const first = await measure();
  const second = await measure();
  const slope = await finiteDifference(first.gradient);
  return [
    { name: 'forward', error: relativeError(first.logits, canaryLogits), limit: 1e-4 },
    { name: 'gradient', error: relativeError(first.gradient, canaryGradient), limit: 1e-3 },
    { name: 'finite-difference', error: slope, limit: 1e-2 },
    { name: 'alive', error: deadShare(first.gradient), limit: 0.5 },
    { name: 'repeatable', error: first.gradient.every((g, i) => g === second.gradient[i]) ? 0 : 1, limit: 0 },
  ];
}

/** Checks that failed; NaN fails everything. */
export const failedChecks = (checks: readonly CanaryCheck[]): readonly CanaryCheck[] =>
  checks.filter(({ error, limit }) => !(error <= limit));

/** First check that failed. */
export const failedCheck = (checks: readonly CanaryCheck[]): CanaryCheck | undefined => failedChecks(checks)[0];

/** Logits `[2, 3]` and the gradient of the summed cross-entropy `[2, 8, 8, 2]` of the canary net. */
export async function measure(): Promise<{ readonly logits: Float32Array; readonly gradient: Float32Array }> {
  const [logits, gradient] = tf.tidy(() => {
    const { x, net } = build();
    return [net(x), tf.grad((v) => tf.sum(gain(net(v as Images))))(x)] as const;
  });
  try {
    return { logits: (await logits.data()) as Float32Array, gradient: (await gradient.data()) as Float32Array };
  } finally {
    tf.dispose([logits, gradient]);
  }
}

/** Relative difference between the gradient along its own direction and the slope of the loss there. */
async function finiteDifference(gradient: Float32Array): Promise<number> {
  const norm = Math.hypot(...gradient);
  const [ahead, behind] = tf.tidy(() => {
    const { x, net } = build();
    const direction = tf.tensor4d(
      gradient.map((g) => (difference * g) / norm),
      shape,
    );
    const loss = (v: tf.Tensor) => tf.sum(gain(net(v as Images)));
    return [loss(tf.add(x, direction)), loss(tf.sub(x, direction))] as const;
  });
  try {
    const slope = ((await ahead.data())[0]! - (await behind.data())[0]!) / (2 * difference);
    return Math.abs(slope - norm) / norm;
  } finally {
    tf.dispose([ahead, behind]);
  }
}

const gain = (logits: Logits) =>
  attackerGain('ce', { kind: 'untargeted', labels: tf.tensor1d([0, 2], 'int32') }, logits);

function build(): { readonly x: Images; net(x: Images): Logits } {
  const rng = makeRng('canary');
  const draw = (size: number, scale: number) => Float32Array.from({ length: size }, () => scale * rng.normal());
  const x = tf.tensor4d(draw(256, 1), shape);
  const first = tf.tensor4d(draw(3 * 3 * 2 * 8, 0.3), [3, 3, 2, 8]);
  const second = tf.tensor4d(draw(3 * 3 * 8 * 16, 0.2), [3, 3, 8, 16]);
  const dense = tf.tensor2d(draw(2 * 2 * 16 * 3, 0.3), [64, 3]);
  const net = (v: Images) => {
    const half = tf.maxPool(tf.relu(tf.conv2d(v, first, 1, 'same')), 2, 2, 'valid');
    const quarter = tf.relu(tf.conv2d(half, second, 2, 'same'));
    return tf.matMul(tf.reshape(quarter, [shape[0], 64]), dense) as Logits;
  };
  return { x, net };
}

/** Largest difference over largest value; a wrong length or NaN gives infinity. */
function relativeError(found: Float32Array, stored: readonly number[]): number {
  if (found.length !== stored.length) return Number.POSITIVE_INFINITY;
  const scale = Math.max(...stored.map(Math.abs));
  const errors = stored.map((value, i) => Math.abs(value - found[i]!) / scale);
  return errors.some(Number.isNaN) ? Number.POSITIVE_INFINITY : Math.max(...errors);
}

/** Share of coordinates without a usable gradient. Dead relus make some zeros; more than half means a broken device. */
const deadShare = (gradient: Float32Array): number =>
  gradient.filter((g) => g === 0 || !Number.isFinite(g)).length / gradient.length;
