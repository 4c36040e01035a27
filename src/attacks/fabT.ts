import { chunks } from '../core/chunks.ts';
import type { Norm } from '../core/threat.ts';
import { gatherRows } from '../tensor/gatherRows.ts';
import { type Gain, type GradientAt, gainOf, gradientAt } from '../tensor/gradient.ts';
import { toHyperplane } from '../tensor/hyperplane.ts';
import { leadOver, type Objective, reached } from '../tensor/losses.ts';
import { keepNearer, type Nearest, noneYet, nowhere } from '../tensor/nearest.ts';
import { balls, type Images, type Labels } from '../tensor/norms.ts';
import { replaceRows } from '../tensor/replaceRows.ts';
import { selectRows } from '../tensor/selectRows.ts';
import * as tf from '../tensor/tf.ts';
import type { Attack, AttackInput } from './attack.ts';
import type { AttackParams } from './catalog.ts';
import { likeliestWrong } from './likeliestClasses.ts';
import { showImages } from './showImages.ts';
import { subset } from './subset.ts';

type FabInput = AttackInput<AttackParams<'fab-t'>>;

/** A row of the batch, and the class it is led to. */
interface Pair {
  readonly row: number;
  readonly target: number;
}

const pairsAtOnce = 128; // enough to keep the machine busy, few enough to stop soon
const overshoot = 1.05; // η: a little beyond the linearised boundary
const mostBias = 0.1; // α_max: how much of a step is taken from the clean image
const retreat = 0.9; // β: how far back to go from an adversarial image
const tiny = 1e-8; // keeps the bias finite where both projections stay

/**
 * Fast adaptive boundary attack, aimed at classes (Croce and Hein 2020, arXiv:1907.02044, alg. 1; aimed as in
 * arXiv:2003.01690, sec. 5). For each of the likeliest wrong classes t it linearises the boundary z_t = z_y at x, projects
 * x and the clean image x₀ onto it within the pixel box (d and d₀), and goes
 *
 *     x ← clip( (1 − α)(x + η·d) + α·(x₀ + η·d₀) ),   α = min(‖d‖ / (‖d‖ + ‖d₀‖), α_max)
 *
 * Where that is adversarial it is kept if it is the nearest so far, and x ← x₀ + β·(x − x₀). With a wanted class there is
 * one boundary: that class against the best other one. Given a finite ε, the classes come one after the other and an image
 * is done once something within ε was found, as in AutoAttack.
 *
 * Differs from the paper: no random restarts and no final search, as in AutoAttack's program.
 */
export const fabT: Attack<'fab-t'> = async (input) => {
  const { x0, threat, params, ctx } = input;
  const classes = await candidates(input);
  const all = Array.from(classes[0]!, (_, place) => place);
  const inTurn = Number.isFinite(threat.epsilon) && !ctx.trace;
  const turns = inTurn ? all.map((place) => [place]) : [all];
  const enough = inTurn ? threat.epsilon : 0;
  const distances = classes.map(() => nowhere);
  let found = tf.clone(x0);
  try {
    for (const [turn, places] of turns.entries()) {
      const standing = [...classes.keys()].filter((row) => distances[row]! > enough);
      const packs = chunks(standing, ctx.trace ? standing.length : Math.ceil(pairsAtOnce / places.length));
      for (const [i, rows] of packs.entries()) {
        const pairs = rows.flatMap((row) => places.map((place): Pair => ({ row, target: classes[row]![place]! })));
        const before = (turn * packs.length + i) * params.steps;
        const tick = (step: number) => ctx.tick(before + step, turns.length * packs.length * params.steps);
        found = await takeNearest(found, await walk(input, pairs, tick), pairs, distances);
      }
    }
    await showImages(input, found);
    return found;
  } catch (error) {
    found.dispose();
    throw error;
  }
};

/** Classes to lead each image to, the likeliest first. */
async function candidates(input: FabInput): Promise<number[][]> {
  const { objective, params } = input;
  if (objective.kind === 'untargeted') return likeliestWrong(input, params.targets);
  return Array.from(await objective.targets.data(), (target) => [target]);
}

/** Leads a copy of its image to the boundary of each pair's class, and gives the nearest adversarial one on the way. */
async function walk(input: FabInput, pairs: readonly Pair[], tick: (step: number) => Promise<void>): Promise<Nearest> {
  const part = subset(input, rowsOf(pairs));
  const { victim, x0, objective, threat, params, ctx } = part.input;
  const targets = tf.tensor1d(
    pairs.map(({ target }) => target),
    'int32',
  ) as Labels;
  const lead = leadOf(objective, targets);
  let x = tf.clone(x0);
  let best = noneYet(x0);
  try {
    for (let i = 0; i < params.steps; i++) {
      ctx.signal.throwIfAborted();
      const at = tf.tidy(() => {
        const slope = gradientAt(victim, lead, x);
        const next = alongBoundary(threat.norm, x, x0, slope);
        const hit = reached(objective, victim.logits(next));
        const now = { x: next, distance: balls[threat.norm].distance(next, x0) };
        const back = tf.add(x0, tf.mul(retreat, tf.sub(next, x0))) as Images;
        const { z, gain } = slope;
        return { z, gain, best: keepNearer(hit, now, best), next: selectRows(hit, back, next) };
      });
      if (ctx.trace) await traceFirst(input, pairs, { x, ...at });
      tf.dispose([x, best.x, best.distance, at.z, at.gain]);
      [x, best] = [at.next, at.best];
      await tick(i + 1);
    }
    return best;
  } catch (error) {
    tf.dispose([best.x, best.distance]);
    throw error;
  } finally {
    tf.dispose([x, targets]);
    part.dispose();
  }
}

const rowsOf = (pairs: readonly Pair[]) => pairs.map(({ row }) => row);

/** What is 0 on the boundary and positive beyond: z_t − z_y, or the lead of a wanted class over all others. */
const leadOf = (objective: Objective, targets: Labels): Gain =>
  objective.kind === 'targeted'
    ? gainOf('margin', { ...objective, targets })
    : (z) => leadOver(objective.labels, targets, z);

function alongBoundary(norm: Norm, x: Images, x0: Images, { gradient, gain }: GradientAt): Images {
  const rise = tf.neg(tf.reshape(gain, [-1, 1, 1, 1]));
  const risen = tf.sum(tf.mul(gradient, tf.sub(x, x0)), [1, 2, 3], true);
  const d = toHyperplane(norm, x, gradient, rise);
  const d0 = toHyperplane(norm, x0, gradient, tf.add(rise, risen));
  const [far, far0] = [balls[norm].length(d), balls[norm].length(d0)];
  const bias = tf.minimum(tf.div(far, tf.add(tf.add(far, far0), tiny)), mostBias);
  const beyond = tf.add(x, tf.mul(overshoot, d));
  const beyond0 = tf.add(x0, tf.mul(overshoot, d0));
  return tf.clipByValue(tf.add(beyond, tf.mul(bias, tf.sub(beyond0, beyond))), 0, 1);
}

/** `found` with the nearest image of its pairs wherever that is nearer. Disposes what it is given. */
async function takeNearest(
  found: Images,
  { x, distance }: Nearest,
  pairs: readonly Pair[],
  distances: number[],
): Promise<Images> {
  try {
    const lengths = await distance.data();
    const winners = new Map<number, number>();
    pairs.forEach(({ row }, i) => {
      if (lengths[i]! >= distances[row]!) return;
      distances[row] = lengths[i]!;
      winners.set(row, i);
    });
    return replaceRows(found, x, rowsOf(pairs), (i) => winners.get(pairs[i]!.row) === i);
  } finally {
    tf.dispose([found, x, distance]);
  }
}

/** A trace has one iterate per image: the one led to its likeliest class. */
async function traceFirst(
  { ctx }: FabInput,
  pairs: readonly Pair[],
  { x, z, gain }: Pick<GradientAt, 'z' | 'gain'> & { readonly x: Images },
): Promise<void> {
  const first = rowsOf(pairs).flatMap((row, i, rows) => (rows.indexOf(row) === i ? [i] : []));
  const at = { x: gatherRows(x, first), logits: gatherRows(z, first), gain: gatherRows(gain, first) };
  try {
    await ctx.trace!(at);
  } finally {
    tf.dispose([at.x, at.logits, at.gain]);
  }
}
