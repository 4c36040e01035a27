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
  /** Absent where images leave at success, or where success counts for nothing. */
  readonly best: Best | undefined;
}

/** A success, and whether there was one (`[n]`, bool). */
type Best = Point & { readonly ever: tf.Tensor1D };

/** A party after a step, and what it met where it stood before. All owned. */
interface Advance<Params, At extends Iterate> {
  readonly party: Party<Params, At>;
  readonly from: Point;
  /** `[n]`, bool */
  readonly hit: tf.Tensor1D;
}

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
  let party = everyone(ascent, { mayLeave });
  try {
    for (let i = 0; i < steps && party.rows.length > 0; i++) {
      input.ctx.signal.throwIfAborted();
      const advance = await advanced(ascent, party, i);
      party = advance.party;
      if (mayLeave) party = await part(input, advance, pieces);
      tf.dispose([advance.from.x, advance.from.gain, advance.hit]);
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

function everyone<Params, At extends Iterate>(
  { input, start, onSuccess }: Ascent<Params, At>,
  { mayLeave }: { readonly mayLeave: boolean },
): Party<Params, At> {
  const n = start.x.shape[0];
  const none = () => ({ x: tf.clone(start.x), gain: tf.zeros([n]) as tf.Tensor1D, ever: nobody(n) });
  const best = mayLeave || onSuccess === 'nothing' ? undefined : none();
  return { rows: Array.from({ length: n }, (_, i) => i), input, release: () => undefined, at: start, best };
}

const nobody = (n: number): tf.Tensor1D => tf.zeros([n], 'bool');

function disband<Params, At extends Iterate>({ at, best, release }: Party<Params, At>): void {
  tf.dispose([{ ...at }, { ...best }]);
  release();
}

/** One step of all who are there. Disposes where they were. */
async function advanced<Params, At extends Iterate>(
  { gainOf, step, onSuccess }: Ascent<Params, At>,
  party: Party<Params, At>,
  i: number,
): Promise<Advance<Params, At>> {
  const { input, at } = party;
  const { z, from, hit, best, next } = tf.tidy(() => {
    const { gradient, gain, z } = gradientAt(input.victim, gainOf(input, at), at.x);
    const hit = reached(input.objective, z);
    const best = party.best && keep(onSuccess, hit, { x: at.x, gain }, party.best);
    const next = cloneRecord(step({ at, input, gradient, gain, i }));
    return { z, hit, best, next, from: { x: tf.clone(at.x), gain } };
  });
  if (input.ctx.trace) await input.ctx.trace({ ...from, logits: z });
  tf.dispose([{ ...at }, { ...party.best }, z]);
  return { party: { ...party, at: next, best }, from, hit };
}

function keep(onSuccess: OnSuccess, hit: tf.Tensor1D, now: Point, former: Best): Best {
  const taken = onSuccess === 'first' ? (tf.logicalAnd(hit, tf.logicalNot(former.ever)) as tf.Tensor1D) : hit;
  return { ...choose(taken, now, former), ever: tf.logicalOr(former.ever, hit) };
}

/** Image by image, `a` where `first` holds and `b` elsewhere. */
const choose = (first: tf.Tensor1D, a: Point, b: Point): Point => ({
  x: selectRows(first, a.x, b.x),
  gain: selectRows(first, a.gain, b.gain),
});

/** Lets those go who had succeeded before the step. */
async function part<Params, At extends Iterate>(
  whole: AttackInput<Params>,
  { party, from, hit }: Advance<Params, At>,
  pieces: Piece[],
): Promise<Party<Params, At>> {
  const { rows, at } = party;
  const hits = await hit.data();
  const [gone, kept] = [[...rows.keys()].filter((i) => hits[i]), [...rows.keys()].filter((i) => !hits[i])];
  if (gone.length === 0) return party;
  pieces.push(await pieceOf(rows, from, gone));
  if (kept.length === 0) return { ...party, rows: [] };
  const left = kept.map((i) => rows[i]!);
  const { input, dispose: release } = subset(whole, left);
  const next = { rows: left, input, release, at: gatherRecord(at, kept), best: undefined };
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
    const last = { x: at.x, gain: gainOf(input, at)(z, at.x) };
    const hit = onSuccess === 'nothing' ? nobody(rows.length) : reached(input.objective, z);
    const { ever, ...success } = best ? keep(onSuccess, hit, last, best) : { ...last, ever: hit };
    return { z, gain: last.gain, ever, final: choose(ever, success, end ? end(last, at) : last) };
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
