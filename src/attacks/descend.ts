import { gatherRows } from '../tensor/gatherRows.ts';
import { attackerGain, reached } from '../tensor/losses.ts';
import { keepNearer, type Nearest } from '../tensor/nearest.ts';
import type { Images, Logits } from '../tensor/norms.ts';
import { replaceRows } from '../tensor/replaceRows.ts';
import * as tf from '../tensor/tf.ts';
import type { AttackInput } from './attack.ts';
import { showImages } from './showImages.ts';
import { subset } from './subset.ts';

export interface DescentParams {
  /** Most steps. */
  readonly steps: number;
  /** Margin a success must have. */
  readonly confidence: number;
}

/** What a method remembers from step to step, one row per image. */
export type Memory = Readonly<Record<string, tf.Tensor>>;

/** What a step arrives at. */
export interface Descended<M extends Memory> {
  readonly memory: M;
  /** An image to judge, and what the model says about it. */
  readonly x: Images;
  readonly z: Logits;
  /** `[n]`; the descent ends for an image where this stops falling. */
  readonly loss: tf.Tensor1D;
}

/** A way down ‖x − x₀‖ + c·max(κ − margin, 0), for some norm and with a constant c per image. */
export interface Descent<Params, M extends Memory> {
  /** Where it begins. Owned by the caller. */
  begin(x0: Images): M;
  /** Runs inside `tf.tidy`. `constants` is `[n, 1, 1, 1]`. */
  step(input: AttackInput<Params>, memory: M, constants: tf.Tensor, i: number): Descended<M>;
  /** `[n]`; of two successes the one with less is kept. */
  measure(x: Images, x0: Images): tf.Tensor1D;
}

/** The nearest success so far (owned), and which images met one in this descent. */
export interface Bottom {
  readonly best: Nearest;
  readonly fell: readonly boolean[];
}

const legs = 10; // parts of a descent; progress is looked at between them
const progress = 0.9999; // share of the former loss that still counts as progress

/**
 * One descent of every image, with its own constant, from its clean version. An image whose loss has not fallen by 1e-4 of
 * itself within a tenth of the steps leaves the batch.
 */
export async function descend<Params extends DescentParams, M extends Memory>(
  input: AttackInput<Params>,
  descent: Descent<Params, M>,
  constants: readonly number[],
  before: Nearest,
): Promise<Bottom> {
  const { steps } = input.params;
  const length = Math.ceil(steps / legs);
  const fell = constants.map(() => false);
  const former = constants.map(() => Number.POSITIVE_INFINITY);
  let rows: readonly number[] = [...constants.keys()];
  let memory = descent.begin(input.x0);
  let best = copyOf(before);
  try {
    for (let from = 0; from < steps; from += length) {
      const span = { from, to: Math.min(from + length, steps) };
      const end = await leg(input, descent, { rows, memory, constants, best, ...span });
      tf.dispose([memory, best] as tf.TensorContainerArray);
      ({ memory, best } = end);
      rows.forEach((row, i) => {
        fell[row] ||= Boolean(end.fell[i]);
      });
      const staying = [...rows.keys()].filter((i) => end.losses[i]! <= progress * former[rows[i]!]!);
      rows.forEach((row, i) => {
        former[row] = end.losses[i]!;
      });
      if (staying.length === 0) break;
      if (staying.length === rows.length) continue;
      const rest = gathered(memory, staying);
      tf.dispose(memory as tf.TensorContainerObject);
      memory = rest;
      rows = staying.map((i) => rows[i]!);
    }
    return { best: copyOf(best), fell };
  } finally {
    tf.dispose([memory, best] as tf.TensorContainerArray);
  }
}

/** Every tensor of a record once more; the same numbers have two owners then. */
const copyOf = <T extends Memory>(tensors: T): T => mapped(tensors, (values) => tf.clone(values));

const gathered = <T extends Memory>(tensors: T, rows: readonly number[]): T =>
  mapped(tensors, (values) => gatherRows(values, rows));

const mapped = <T extends Memory>(tensors: T, change: (values: tf.Tensor) => tf.Tensor): T =>
  Object.fromEntries(Object.entries(tensors).map(([name, values]) => [name, change(values)])) as T; // same names and kinds

interface Leg<M extends Memory> {
  /** Images still on their way down. */
  readonly rows: readonly number[];
  /** One row for each of them. */
  readonly memory: M;
  /** One for each image of the whole batch. */
  readonly constants: readonly number[];
  readonly best: Nearest;
  readonly from: number;
  readonly to: number;
}

/** Where a leg is. */
type Place<M extends Memory> = {
  readonly memory: M;
  readonly nearest: Nearest;
  /** `[n]`, bool: a success was met on this leg. */
  readonly fell: tf.Tensor;
  readonly loss: tf.Tensor;
  readonly x: Images;
};

/** Some steps of those images. All borrowed; what is returned is owned, `best` for the whole batch. */
async function leg<Params extends DescentParams, M extends Memory>(
  input: AttackInput<Params>,
  descent: Descent<Params, M>,
  { rows, memory, constants, best, from, to }: Leg<M>,
) {
  const { params, ctx } = input;
  const part = subset(input, rows);
  const n = rows.length;
  const c = tf.tensor4d(
    rows.map((row) => constants[row]!),
    [n, 1, 1, 1],
  );
  let at: Place<M> = {
    memory: copyOf(memory),
    nearest: gathered(best, rows),
    fell: tf.zeros([n], 'bool'),
    loss: tf.zeros([n]),
    x: tf.clone(part.input.x0),
  };
  try {
    for (let i = from; i < to; i++) {
      ctx.signal.throwIfAborted();
      const next = tf.tidy(() => step(part.input, descent, c, at, i));
      tf.dispose(at);
      at = next;
      await ctx.tick(i + 1, params.steps);
    }
    if (ctx.trace) await show(input, best.x, at.x, rows);
    const [losses, fell] = await Promise.all([at.loss.data(), at.fell.data()]);
    return { memory: copyOf(at.memory), best: merged(best, at.nearest, rows), losses, fell };
  } finally {
    tf.dispose([at, c]);
    part.dispose();
  }
}

function step<Params extends DescentParams, M extends Memory>(
  input: AttackInput<Params>,
  descent: Descent<Params, M>,
  constants: tf.Tensor,
  { memory, nearest, fell }: Place<M>,
  i: number,
): Place<M> {
  const { x0, objective, params } = input;
  const { x, z, ...next } = descent.step(input, memory, constants, i);
  const sure = tf.greaterEqual(attackerGain('margin', objective, z), params.confidence);
  const hit = tf.logicalAnd(reached(objective, z), sure) as tf.Tensor1D;
  return {
    ...next,
    x,
    nearest: keepNearer(hit, { x, distance: descent.measure(x, x0) }, nearest),
    fell: tf.logicalOr(fell, hit),
  };
}

const merged = (best: Nearest, found: Nearest, rows: readonly number[]): Nearest => ({
  x: replaceRows(best.x, found.x, rows),
  distance: replaceRows(best.distance, found.distance, rows),
});

/** A trace shows where each image is; those that have left the batch show the best they found. */
async function show(input: AttackInput<unknown>, best: Images, x: Images, rows: readonly number[]): Promise<void> {
  const all = replaceRows(best, x, rows);
  try {
    await showImages(input, all);
  } finally {
    all.dispose();
  }
}
