import { noneYet } from '../tensor/nearest.ts';
import type { Images } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';
import type { AttackInput } from './attack.ts';
import { type Descent, type DescentParams, descend, type Memory } from './descend.ts';
import { showImages } from './showImages.ts';

export interface SearchParams extends DescentParams {
  /** Values of the constant to try for each image. */
  readonly rounds: number;
  /** The first of them. */
  readonly constant: number;
}

/** What is known about an image's constant: it is above `lower`, and `upper` was enough. */
interface Bounds {
  readonly constant: number;
  readonly lower: number;
  readonly upper: number;
}

const manyRounds = 10; // so many that the last one is spent on the smallest constant that worked
const largest = 1e10;

/**
 * The search for the smallest constant c with which a descent succeeds, image by image (Carlini and Wagner 2017,
 * arXiv:1608.04644, sec. VI): ten times as much until the first success, then bisection. Keeps the nearest success of all
 * rounds; an image that never fell keeps its clean version. A round is over for an image whose loss has not fallen by 1e-4
 * of itself within a tenth of the steps; it then leaves the batch.
 *
 * Differs from the authors' program, which stops a round for the whole batch when the sum of its losses rests.
 */
export async function searchConstant<Params extends SearchParams, M extends Memory>(
  input: AttackInput<Params>,
  descent: Descent<Params, M>,
): Promise<Images> {
  const { x0, params, ctx } = input;
  let bounds = Array.from(
    { length: x0.shape[0] },
    (): Bounds => ({ constant: params.constant, lower: 0, upper: Infinity }),
  );
  let best = noneYet(x0);
  try {
    for (let round = 0; round < params.rounds; round++) {
      const last = round === params.rounds - 1 && params.rounds >= manyRounds;
      const constants = bounds.map(({ constant, upper }) => (last ? Math.min(upper, largest) : constant));
      const tick = (i: number) => ctx.tick(round * params.steps + i, params.rounds * params.steps);
      const attempt = await descend({ ...input, ctx: { ...ctx, tick } }, descent, constants, best);
      tf.dispose([best.x, best.distance]);
      best = attempt.best;
      bounds = bounds.map((own, row) => narrowed({ ...own, constant: constants[row]! }, attempt.fell[row]!));
    }
    await showImages(input, best.x);
    return tf.clone(best.x);
  } finally {
    tf.dispose([best.x, best.distance]);
  }
}

function narrowed({ constant, lower, upper }: Bounds, fell: boolean): Bounds {
  const next = fell ? { lower, upper: Math.min(upper, constant) } : { lower: Math.max(lower, constant), upper };
  const middle = Number.isFinite(next.upper) ? (next.lower + next.upper) / 2 : Math.min(10 * constant, largest);
  return { ...next, constant: middle };
}
