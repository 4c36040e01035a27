import { replaceRows } from '../tensor/replaceRows.ts';
import * as tf from '../tensor/tf.ts';
import type { AttackInput } from './attack.ts';
import { subset } from './subset.ts';
import type { Summit } from './summit.ts';

/** One attempt on some images. */
export interface Attempt<Params> {
  /** Its part of the whole work, for progress. */
  readonly work: number;
  /** Whether it is made on this image; on all where absent. */
  wants?(row: number): boolean;
  /** `rows` are the positions of the images in the first batch. */
  run(input: AttackInput<Params>, rows: readonly number[]): Promise<Summit>;
}

/**
 * Attempts one after the other, each on the images that none before brought down. An image keeps its first success, else
 * the end with the largest gain. While somebody watches, all images take part until the last has fallen, with the same
 * result.
 */
export async function inTurn<Params>(
  input: AttackInput<Params>,
  attempts: readonly Attempt<Params>[],
): Promise<Summit> {
  const work = attempts.reduce((sum, attempt) => sum + attempt.work, 0);
  let best: Summit = nothingYet(input);
  let before = 0;
  try {
    for (const attempt of attempts) {
      if (best.hit.every(Boolean)) break;
      const open = [...best.hit.keys()].filter((row) => input.ctx.trace || !best.hit[row]);
      const rows = attempt.wants ? open.filter((row) => attempt.wants!(row)) : open;
      const share = { from: before / work, width: attempt.work / work };
      if (rows.length > 0) best = better(best, await attemptOn(input, attempt, rows, share), rows);
      before += attempt.work;
      await input.ctx.tick(before, work);
    }
    return best;
  } catch (error) {
    best.x.dispose();
    throw error;
  }
}

const nothingYet = ({ x0 }: AttackInput<unknown>): Summit => {
  const n = x0.shape[0];
  return { x: tf.clone(x0), gain: Array(n).fill(Number.NEGATIVE_INFINITY), hit: Array(n).fill(false) };
};

/** Where in the whole work an attempt lies, both as fractions of it. */
interface Share {
  readonly from: number;
  readonly width: number;
}

async function attemptOn<Params>(
  input: AttackInput<Params>,
  { run }: Attempt<Params>,
  rows: readonly number[],
  { from, width }: Share,
): Promise<Summit> {
  const part = subset(input, rows);
  const { ctx } = part.input;
  const tick = (step: number, of: number) => ctx.tick(from + (width * step) / of, 1);
  try {
    return await run({ ...part.input, ctx: { ...ctx, tick } }, rows);
  } finally {
    part.dispose();
  }
}

/** `best` with what is better in `next`, whose row i is row `rows[i]`. Disposes the images of both. */
function better(best: Summit, next: Summit, rows: readonly number[]): Summit {
  const wins = rows.map((row, i) => !best.hit[row] && (next.hit[i]! || next.gain[i]! > best.gain[row]!));
  const [gain, hit] = [[...best.gain], [...best.hit]];
  rows.forEach((row, i) => {
    if (wins[i]) [gain[row], hit[row]] = [next.gain[i]!, next.hit[i]!];
  });
  const x = replaceRows(best.x, next.x, rows, (i) => wins[i]!);
  tf.dispose([best.x, next.x]);
  return { x, gain, hit };
}
