import { chunks } from '../core/chunks.ts';
import { gatherRows } from '../tensor/gatherRows.ts';
import { type Gain, gradientAt } from '../tensor/gradient.ts';
import { leadOver, reached } from '../tensor/losses.ts';
import { balls, dualOf, type Images, type Labels } from '../tensor/norms.ts';
import { replaceRows } from '../tensor/replaceRows.ts';
import * as tf from '../tensor/tf.ts';
import type { Attack, AttackInput } from './attack.ts';
import type { AttackParams } from './catalog.ts';
import { likeliestWrong } from './likeliestClasses.ts';
import { showImages } from './showImages.ts';
import { subset } from './subset.ts';

type DeepfoolInput = AttackInput<AttackParams<'deepfool'>>;

/** Images that have not fallen yet, and what was done to them. */
interface Standing {
  readonly rows: readonly number[];
  /** Sum of all steps. */
  readonly total: Images;
  readonly x: Images;
}

const pairsAtOnce = 128; // of image and class: enough to keep the machine busy, few enough to stop soon
const beyond = 1e-4; // added to every step, as in the authors' program: a boundary that is only touched is not crossed
const tiny = 1e-12; // keeps a distance finite where a gradient is zero

/**
 * DeepFool (Moosavi-Dezfooli et al. 2016, arXiv:1511.04599, alg. 2). With f_k = z_k − z_y and w_k = ∇f_k at x it steps to the
 * nearest of the linearised boundaries, k = argmin |f_k| / ‖w_k‖_q (q dual to the norm):
 *
 *     r ← r + |f_k|/‖w_k‖_q · dir(w_k),   x ← clip(x₀ + (1 + overshoot)·r)
 *
 * until the class changes; `dir` is w/‖w‖₂ in l2 and sign(w) in linf.
 *
 * Differs from the paper: the overshoot is part of every step, and only the likeliest classes are tried, as in Foolbox.
 * Cost per image: its steps, mostly 2 to 4, × (one gradient per class and one forward pass).
 */
export const deepfool: Attack<'deepfool'> = async (input) => {
  const { x0, ctx, params } = input;
  const classes = await likeliestWrong(input, params.targets);
  const perPack = ctx.trace ? classes.length : Math.ceil(pairsAtOnce / classes[0]!.length);
  const packs = chunks([...classes.keys()], perPack);
  let found = tf.clone(x0);
  try {
    for (const [i, rows] of packs.entries()) {
      const tick = (step: number) => ctx.tick(i * params.steps + step, packs.length * params.steps);
      const part = subset(input, rows);
      try {
        const fallen = await cross(
          { ...part.input, ctx: { ...part.input.ctx, tick } },
          rows.map((row) => classes[row]!),
        );
        const next = replaceRows(found, fallen, rows);
        tf.dispose([found, fallen]);
        found = next;
      } finally {
        part.dispose();
      }
    }
    await showImages(input, found);
    return found;
  } catch (error) {
    found.dispose();
    throw error;
  }
};

/** Goes on until every image of the batch has crossed a boundary; those that never do keep their clean image. */
async function cross(input: DeepfoolInput, classes: readonly (readonly number[])[]): Promise<Images> {
  const { x0, params, ctx } = input;
  let found = tf.clone(x0);
  let standing: Standing = { rows: [...classes.keys()], total: tf.zerosLike(x0), x: tf.clone(x0) };
  try {
    for (let i = 0; i < params.steps; i++) {
      ctx.signal.throwIfAborted();
      if (ctx.trace) await show(input, found, standing);
      const { hit, ...moved } = await step(input, standing, classes);
      tf.dispose([standing.total, standing.x]);
      standing = { rows: standing.rows, ...moved };
      const next = replaceRows(found, standing.x, standing.rows, (k) => Boolean(hit[k]));
      found.dispose();
      found = next;
      await ctx.tick(i + 1, params.steps);
      const left = [...standing.rows.keys()].filter((k) => !hit[k]);
      if (left.length === 0) break;
      const rest = { rows: left.map((k) => standing.rows[k]!), ...pick(standing, left) };
      tf.dispose([standing.total, standing.x]);
      standing = rest;
    }
    return found;
  } catch (error) {
    found.dispose();
    throw error;
  } finally {
    tf.dispose([standing.total, standing.x]);
  }
}

const pick = ({ total, x }: Standing, places: readonly number[]) => ({
  total: gatherRows(total, places),
  x: gatherRows(x, places),
});

/** One step of every image that stands. The images are owned by the caller; `hit` says which of them have fallen. */
async function step(
  input: DeepfoolInput,
  { rows, total, x }: Standing,
  classes: readonly (readonly number[])[],
): Promise<{ readonly total: Images; readonly x: Images; readonly hit: ArrayLike<number> }> {
  const part = subset(input, rows);
  const { victim, x0, objective, params } = part.input;
  const next = tf.tidy(() => {
    const sum = tf.add(
      total,
      toNearestBoundary(
        part.input,
        x,
        rows.map((row) => classes[row]!),
      ),
    ) as Images;
    const moved: Images = tf.clipByValue(tf.add(x0, tf.mul(1 + params.overshoot, sum)), 0, 1);
    return { total: sum, x: moved, hit: reached(objective, victim.logits(moved)) };
  });
  try {
    return { total: next.total, x: next.x, hit: await next.hit.data() };
  } finally {
    next.hit.dispose();
    part.dispose();
  }
}

/** The step to the nearest of the boundaries with `classes`, as the model looks from `x`. All classes in one pass. */
function toNearestBoundary(
  { victim, objective, threat }: DeepfoolInput,
  x: Images,
  classes: readonly (readonly number[])[],
): Images {
  const [n, count] = [classes.length, classes[0]!.length];
  const places = Array.from({ length: count }, (_, place) => place);
  const rows = places.flatMap(() => [...classes.keys()]);
  const targets = tf.tensor1d(
    places.flatMap((place) => classes.map((own) => own[place]!)),
    'int32',
  ); // [count · n]
  const labels = tf.concat(places.map(() => objective.labels));
  const lead: Gain = (z) => leadOver(labels, targets, z);
  const { gradient, gain } = gradientAt(victim.rows(rows), lead, tf.concat(places.map(() => x)));
  const slope = tf.reshape(balls[dualOf[threat.norm]].length(gradient), [count, n]);
  const distances = tf.transpose(tf.div(tf.abs(tf.reshape(gain, [count, n])), tf.add(slope, tiny)));
  const nearest = tf.oneHot(tf.argMin(distances, 1) as Labels, count + 1); // one spare, as two are the least it takes
  const chosen = tf.reshape(tf.transpose(tf.slice(nearest, [0, 0], [n, count])), [count * n, 1, 1, 1]);
  const direction = tf.sum(tf.reshape(tf.mul(gradient, chosen), [count, -1]), 0);
  const distance = tf.reshape(tf.min(distances, 1), [n, 1, 1, 1]);
  return tf.mul(tf.add(distance, beyond), balls[threat.norm].steepest(tf.reshape(direction, x.shape)));
}

/** A trace shows where each image is: those that have fallen stay where they fell. */
async function show(input: DeepfoolInput, found: Images, { rows, x }: Standing): Promise<void> {
  const all = replaceRows(found, x, rows);
  try {
    await showImages(input, all);
  } finally {
    all.dispose();
  }
}
