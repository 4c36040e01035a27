import { gatherRows } from '../tensor/gatherRows.ts';
import { type Gain, gradientAt } from '../tensor/gradient.ts';
import { reached } from '../tensor/losses.ts';
import type { Images } from '../tensor/norms.ts';
import { selectRows } from '../tensor/selectRows.ts';
import { cloneRecord, gatherRecord, type TensorRecord } from '../tensor/tensorRecord.ts';
import * as tf from '../tensor/tf.ts';
import type { AttackInput } from './attack.ts';
import { subset } from './subset.ts';
import { type Piece, reunite, type Summit } from './summit.ts';

/** The present iterate, and what else an attack carries from step to step; one row per image. */
export type Iterate = TensorRecord & { readonly x: Images };

/** Images and the attacker's gain there, `[n]`. */
export type Point = { readonly x: Images; readonly gain: tf.Tensor1D };

/**
 * What a success on the way counts for. `latest`: an image whose last iterate fails gets its latest success ("silent
 * success", Pintor et al. 2022, arXiv:2106.09947, sec. 3). `first`: the image stops there and leaves the batch. `nothing`:
 * the image ends where the climb ends.
 */
export type OnSuccess = 'latest' | 'first' | 'nothing';

export interface Ascent<Params, At extends Iterate> {
  readonly input: AttackInput<Params>;
  /** What is climbed, for the images at hand. */
  gainOf(input: AttackInput<Params>, at: At): Gain;
  /** Where it begins. Ownership passes to `ascend`. */
  readonly start: At;
  readonly steps: number;
  readonly onSuccess: OnSuccess;
  /** Runs inside `tf.tidy`. */
  step(slope: Slope<Params, At>): At;
  /** Where an image ends that has no success to show, if not at its last iterate. Runs inside `tf.tidy`. */
  readonly end?: (last: Point, at: At) => Point;
}

/** What a step is made from. All borrowed. */
export interface Slope<Params, At extends Iterate> {
  readonly at: At;
  /** Of the images at hand: the first ones, less those that have left. */
  readonly input: AttackInput<Params>;
  readonly gradient: Images;
  /** `[n]` at the present iterate. */
  readonly gain: tf.Tensor1D;
  readonly i: number;
}

/** The images still climbing: `rows` of the batch. */
interface Party<Params, At extends Iterate> {
  readonly rows: readonly number[];
  readonly input: AttackInput<Params>;
  /** Frees what `input` gathered. */
  release(): void;
  readonly at: At;
  readonly best: Best;
}

/** A success, and whether there was one (`[n]`, bool). */
type Best = Point & { readonly ever: tf.Tensor1D };

/**
 * Climbs the attacker's gain. The result for an image is the same whether or not others leave, for rows never meet; while
 * somebody watches (`ctx.trace`) all stay.
 *
 * Cost: `steps` forward and backward passes and one forward pass over `[n, h, w, c]`, less what the leavers save.
 */
export async function ascend<Params, At extends Iterate>(ascent: Ascent<Params, At>): Promise<Summit> {
  const { input, steps, onSuccess } = ascent;
  const mayLeave = onSuccess === 'first' && !input.ctx.trace;
  const pieces: Piece[] = [];
  let party = everyone(ascent);
  try {
    for (let i = 0; i < steps && party.rows.length > 0; i++) {
      input.ctx.signal.throwIfAborted();
      party = await advance(ascent, party, i);
      if (mayLeave) party = await part(input, party, pieces);
      await input.ctx.tick(i + 1, steps);
    }
    if (party.rows.length > 0) pieces.push(await arrive(ascent, party));
    return reunite(pieces);
  } catch (error) {
    tf.dispose(pieces.map(({ x }) => x));
    throw error;
  } finally {
    disband(party);
  }
}

function everyone<Params, At extends Iterate>({ input, start }: Ascent<Params, At>): Party<Params, At> {
  const n = start.x.shape[0];
  const best = { x: tf.clone(start.x), gain: tf.zeros([n]) as tf.Tensor1D, ever: nobody(n) };
  return { rows: Array.from({ length: n }, (_, i) => i), input, release: () => undefined, at: start, best };
}

const nobody = (n: number): tf.Tensor1D => tf.zeros([n], 'bool');

function disband<Params, At extends Iterate>({ at, best, release }: Party<Params, At>): void {
  tf.dispose([{ ...at }, { ...best }]);
  release();
}

/** One step of all who are there. Disposes where they were. */
async function advance<Params, At extends Iterate>(
  { gainOf, step, onSuccess }: Ascent<Params, At>,
  party: Party<Params, At>,
  i: number,
): Promise<Party<Params, At>> {
  const { input, at } = party;
  const { z, gain, best, next } = tf.tidy(() => {
    const { gradient, gain, z } = gradientAt(input.victim, gainOf(input, at), at.x);
    const best = keep(onSuccess, reached(input.objective, z), { x: at.x, gain }, party.best);
    return { z, gain, best, next: cloneRecord(step({ at, input, gradient, gain, i })) };
  });
  const watched = input.ctx.trace?.({ x: at.x, logits: z, gain });
  if (watched) await watched;
  tf.dispose([{ ...at }, { ...party.best }, z, gain]);
  return { ...party, at: next, best };
}

function keep(onSuccess: OnSuccess, hit: tf.Tensor1D, now: Point, former: Best): Best {
  if (onSuccess === 'nothing') return cloneRecord(former);
  const taken = onSuccess === 'first' ? (tf.logicalAnd(hit, tf.logicalNot(former.ever)) as tf.Tensor1D) : hit;
  return { ...choose(taken, now, former), ever: tf.logicalOr(former.ever, hit) };
}

/** Image by image, `a` where `first` holds and `b` elsewhere. */
const choose = (first: tf.Tensor1D, a: Point, b: Point): Point => ({
  x: selectRows(first, a.x, b.x),
  gain: selectRows(first, a.gain, b.gain),
});

const worthParting = 0.75; // of those there; fewer leavers do not pay for copying the others

/** Lets those go who have succeeded, once there are enough of them. */
async function part<Params, At extends Iterate>(
  whole: AttackInput<Params>,
  party: Party<Params, At>,
  pieces: Piece[],
): Promise<Party<Params, At>> {
  const { rows, at, best } = party;
  const ever = await best.ever.data();
  const kept = [...rows.keys()].filter((i) => !ever[i]);
  if (kept.length > worthParting * rows.length) return party;
  const gone = [...rows.keys()].filter((i) => ever[i]);
  pieces.push(await pieceOf(rows, best, gone));
  if (kept.length === 0) return { ...party, rows: [] };
  const left = kept.map((i) => rows[i]!);
  const { input, dispose: release } = subset(whole, left);
  const point = gatherRecord({ x: best.x, gain: best.gain }, kept);
  const next = {
    rows: left,
    input,
    release,
    at: gatherRecord(at, kept),
    best: { ...point, ever: nobody(left.length) },
  };
  disband(party);
  return next;
}

async function pieceOf(rows: readonly number[], { x, gain }: Point, successful: readonly number[]): Promise<Piece> {
  const gains = await gain.data();
  return {
    rows: successful.map((i) => rows[i]!),
    x: gatherRows(x, successful),
    gain: successful.map((i) => gains[i]!),
    hit: successful.map(() => true),
  };
}

/** What those get who went all the way. */
async function arrive<Params, At extends Iterate>(
  { gainOf, onSuccess, end }: Ascent<Params, At>,
  { rows, input, at, best }: Party<Params, At>,
): Promise<Piece> {
  const { z, gain, final, ever } = tf.tidy(() => {
    const z = input.victim.logits(at.x);
    const gain = gainOf(input, at)(z, at.x);
    const last = { x: at.x, gain };
    const { ever, ...success } = keep(onSuccess, reached(input.objective, z), last, best);
    return { z, gain, ever, final: choose(ever, success, end ? end(last, at) : last) };
  });
  try {
    if (input.ctx.trace) await input.ctx.trace({ x: at.x, logits: z, gain });
    const [gains, hits] = await Promise.all([final.gain.data(), ever.data()]);
    return { rows, x: final.x, gain: Array.from(gains), hit: Array.from(hits, Boolean) };
  } catch (error) {
    final.x.dispose();
    throw error;
  } finally {
    tf.dispose([z, gain, final.gain, ever]);
  }
}
