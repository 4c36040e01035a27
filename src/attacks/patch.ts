import { LabError } from '../core/errors.ts';
import type { Learned } from '../core/learned.ts';
import type { Rng } from '../core/rng.ts';
import { bilinear, type Lookup } from '../tensor/bilinear.ts';
import { gradientAt } from '../tensor/gradient.ts';
import * as tf from '../tensor/tf.ts';
import type { Attack, Learn } from './attack.ts';
import type { AttackParams } from './catalog.ts';
import { type Minibatch, overMinibatches } from './minibatches.ts';
import { gatherBack, pasted } from './paste.ts';
import { sharedGain } from './sharedGain.ts';

type Params = AttackParams<'patch'>;
type Shape = readonly [height: number, width: number, channels: number];

/**
 * Adversarial patch (Brown et al. 2017, arXiv:1712.09665): a square that replaces part of the image, learned by expectation
 * over transformation (Athalye et al. 2018, arXiv:1707.07397) on images that are not attacked. In each step every image
 * of a small batch wears the patch at another place, turn and scale;
 *
 *     p ← clip[ p + α·sign( Σᵢ ∇ₚ min(CE(xᵢ with Tᵢp), 9) ) ]
 *
 * An attacked image wears it upright, at full size, at a random place that leaves no part outside: exactly the area of the
 * patch changes.
 *
 * Differs from the paper: signs instead of Adam, with a step that falls linearly to 0; an untargeted patch too.
 * Placing is done by the processor and its transpose carries the gradient back, so that a patch is the same on every
 * worker. Cost: `trainImages` × `epochs` forward and backward passes in all; nothing per image.
 */
export const learnPatch: Learn<'patch'> = async (input) => {
  const shape = input.x0.shape.slice(1) as unknown as Shape; // [n, h, w, c] without n
  const side = sideOf(input.params, shape);
  const rng = input.ctx.rngOf(0).fork('patch');
  let values = Float32Array.from({ length: side * side * shape[2] }, () => rng.uniform());
  await overMinibatches(input, input.params.epochs, async (batch) => {
    values = await stepped(values, side, batch);
  });
  return { kind: 'patch', shape: [side, side, shape[2]], values };
};

export const patch: Attack<'patch'> = async ({ x0, learned, ctx }) => {
  if (!learned) throw new LabError('contract', 'patch: expected a patch, got none');
  const [n, height, width] = x0.shape;
  const side = learned.shape[0];
  const lookups = Array.from({ length: n }, (_, i) => {
    const rng = ctx.rngOf(i).fork('place');
    const [top, left] = [place(height - side, rng), place(width - side, rng)];
    return bilinear([height, width], [side, side], (row, column) => [row - top, column - left]);
  });
  return tf.tensor4d(pasted((await x0.data()) as Float32Array, learned, lookups), x0.shape);
};

const place = (room: number, rng: Rng): number => Math.floor(rng.uniform() * (room + 1));

const sideOf = ({ size }: Params, [height, width]: Shape): number =>
  Math.max(1, Math.round(size * Math.min(height, width)));

/** The patch after one step on a batch. */
async function stepped(patch: Float32Array, side: number, { input, step, steps, epoch }: Minibatch<Params>) {
  const { victim, x0, objective, params, ctx } = input;
  const [n, height, width, channels] = x0.shape;
  const learned: Learned = { kind: 'patch', shape: [side, side, channels], values: patch };
  const lookups = Array.from({ length: n }, (_, i) =>
    anywhere([height, width, channels], side, params, ctx.rngOf(i).fork('wear').fork(epoch)),
  );
  const worn = pasted((await x0.data()) as Float32Array, learned, lookups);
  const gradient = tf.tidy(() => gradientAt(victim, sharedGain(objective), tf.tensor4d(worn, x0.shape)).gradient);
  try {
    const slope = gatherBack((await gradient.data()) as Float32Array, learned, lookups);
    const stride = params.stepSize * (1 - step / steps);
    return patch.map((value, i) => Math.min(1, Math.max(0, value + stride * Math.sign(slope[i]!))));
  } finally {
    gradient.dispose();
  }
}

/** A random turn, scale and place; upright, the patch lies inside the image. */
function anywhere([height, width]: Shape, side: number, { angle, smallest }: Params, rng: Rng): Lookup {
  const radians = ((2 * rng.uniform() - 1) * angle * Math.PI) / 180;
  const scale = smallest + rng.uniform() * (1 - smallest);
  const room = (length: number) => rng.uniform() * Math.max(0, length - scale * side) + (scale * side - 1) / 2;
  const [middleRow, middleColumn] = [room(height), room(width)];
  const [cos, sin] = [Math.cos(radians) / scale, Math.sin(radians) / scale];
  const centre = (side - 1) / 2;
  return bilinear([height, width], [side, side], (row, column) => {
    const [r, c] = [row - middleRow, column - middleColumn];
    return [centre + cos * r + sin * c, centre - sin * r + cos * c];
  });
}
