import { makeRng } from '../core/rng.ts';
import type { Images, Labels, Logits } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';
import { type NetworkRecipe, unflatten } from './network.ts';
import { makeOptimizer } from './optimizer.ts';
import type { Recipe } from './recipe.ts';
import type { Team } from './team.ts';
import { countWeights, layersTrainable, type Trainable } from './trainable.ts';

/** A network that is being taught. Owns its weights until `dispose`. */
export interface Learner {
  readonly parameters: number;
  /** `[n, k]` with fixed statistics in batch norm, owned by the caller; call inside `tf.tidy`. */
  logits(x: Images): Logits;
  /** Lower bounds on z_y − z_i within `epsilon` in linf, on the tape; call inside `tf.tidy`. */
  leastLeads(x: Images, epsilon: number, labels: Labels): Logits;
  /** One update of the weights, number `t` counted from 1, from this member's part of a batch. */
  step(task: Task, pace: Pace, share: Share): Promise<Descent>;
  /** Weights, then the optimizer's memory, value by value: all that `restore` needs. */
  state(): Promise<Float32Array>;
  /** Goes back to a state that it, or another learner of the recipe, was in; after weights alone the optimizer is new. */
  restore(state: Float32Array): void;
  /** New seeded weights; another `purpose` gives others. */
  begin(purpose: string): void;
  /** A network of the same kind that only answers, with these weights. Owned by the caller. */
  answers(weights: Float32Array): Answers;
  dispose(): void;
}

export interface Answers {
  /** `[n, k]`, owned by the caller; call inside `tf.tidy`. */
  logits(x: Images): Logits;
  /** Value by value, in their order. */
  readonly weights: Float32Array;
  dispose(): void;
}

/** `[n, k]` on the tape, with the statistics of the batch in batch norm. */
export type Answer = (x: Images) => Logits;

interface Task {
  /** Mean over this member's `rows` images of what is to become small; composed on the tape. */
  readonly loss: (answer: Answer) => tf.Scalar;
  readonly rows: number;
  /** Variables that are not the network's and whose gradient is asked for. */
  readonly also?: readonly tf.Variable[] | undefined;
}

/** What was found before an update. All owned by the caller. */
export interface Descent {
  /** Mean loss of the whole batch. */
  readonly loss: tf.Scalar;
  /** Gradients of this member's part of the loss with respect to `also`. */
  readonly slopes: readonly tf.Tensor[];
}

interface Pace {
  readonly learningRate: number;
  readonly t: number;
}

/** Whose batch this is a part of, and how many images it has in all. */
interface Share {
  readonly team: Team;
  readonly batchSize: number;
}

/** The part of a recipe that says how weights move and which are drawn. */
type Moves = Pick<Recipe, 'optimizer' | 'seed'>;

/** A learner with the recipe's seeded weights, in the state another one was left in, or with given weights only. */
export function openLearner(recipe: NetworkRecipe & Moves, state?: Float32Array): Learner {
  const learner = learnerOf(() => layersTrainable(recipe), recipe);
  if (state) learner.restore(state);
  else learner.begin('weights');
  return learner;
}

/** A learner of the network that `open` gives, with its weights as they are. */
export function learnerOf(open: () => Trainable, recipe: Moves): Learner {
  const network = open();
  const { trained: variables, pass } = network;
  const shapes = variables.map(({ shape }) => shape);
  const parameters = countWeights(network);
  let optimizer = makeOptimizer(recipe.optimizer, variables);
  return {
    parameters,
    logits: network.logits,
    leastLeads: network.leastLeads,
    async step({ loss: lossOf, rows, also = [] }, { learningRate, t }, { team, batchSize }) {
      const seen: tf.Tensor[][] = [];
      const answer: Answer = (x) => {
        const { logits, statistics } = pass.run(x);
        seen.push(statistics);
        return logits;
      };
      const { value, grads } = tf.variableGrads(
        () => (team.size === 1 ? lossOf(answer) : tf.mul(lossOf(answer), rows / batchSize)),
        [...variables, ...also],
      );
      const own = { gradients: variables.map(({ name }) => grads[name]!), loss: value, statistics: meanOf(seen) };
      const found = team.size === 1 ? own : await sumOverTeam(own, rows / batchSize, team);
      optimizer.update(found.gradients, learningRate, t);
      pass.follow(found.statistics);
      tf.dispose([found.gradients, found.statistics]);
      return { loss: found.loss, slopes: also.map(({ name }) => grads[name]!) };
    },
    state: () => flatten([...network.weights, ...optimizer.memory()]),
    restore(from) {
      assignValues(network, from);
      optimizer.dispose();
      const memory = from.length > parameters ? memoryIn(from.subarray(parameters), shapes) : undefined;
      optimizer = makeOptimizer(recipe.optimizer, variables, memory);
    },
    begin(purpose) {
      assign(network, network.fresh(makeRng(recipe.seed).fork(purpose)));
      optimizer.dispose();
      optimizer = makeOptimizer(recipe.optimizer, variables);
    },
    answers(weights) {
      const other = open();
      assignValues(other, weights);
      return { logits: other.logits, weights, dispose: other.dispose };
    },
    dispose() {
      optimizer.dispose();
      network.dispose();
    },
  };
}

/** Sets all weights. Takes `values` over. */
function assign({ weights }: Trainable, values: readonly tf.Tensor[]): void {
  for (const [i, value] of values.entries()) weights[i]!.assign(value);
  tf.dispose([...values]);
}

/** Sets all weights from the beginning of `values`. */
const assignValues = (network: Trainable, values: Float32Array): void =>
  assign(
    network,
    unflatten(
      values,
      network.weights.map(({ shape }) => shape),
    ),
  );

/** Mean of what batch norm saw in several passes. Takes them over. */
function meanOf(seen: readonly tf.Tensor[][]): tf.Tensor[] {
  const [first = [], ...others] = seen;
  if (others.length === 0) return first;
  const means = first.map((_, i) => tf.tidy(() => tf.div(tf.addN(seen.map((each) => each[i]!)), seen.length)));
  tf.dispose(seen.flat());
  return means;
}

/** The optimizer's memory: sets of tensors like the variables, one set after the other. */
function memoryIn(values: Float32Array, shapes: readonly number[][]): tf.Tensor[] {
  const size = shapes.reduce((sum, shape) => sum + tf.util.sizeFromShape(shape), 0);
  const sets = Array.from({ length: values.length / size }, () => shapes);
  return unflatten(values, sets.flat());
}

interface Slope {
  readonly gradients: tf.Tensor[];
  readonly loss: tf.Scalar;
  /** Of batch norm, where the network has some. */
  readonly statistics: tf.Tensor[];
}

/**
 * Takes over what one member found and gives what all of them found together: sums of gradients and losses, and means of
 * statistics, in which a member counts with its `share` of the batch. Each member has normalised over its own part, so
 * with batch norm, unlike without, teams of different sizes teach a little differently.
 */
async function sumOverTeam({ gradients, loss, statistics }: Slope, share: number, team: Team): Promise<Slope> {
  const weighted = statistics.map((values) => tf.mul(values, share));
  const parts = [loss, ...gradients, ...weighted];
  const shapes = parts.map(({ shape }) => shape);
  try {
    const [total, ...rest] = unflatten(await team.sum(await flatten(parts)), shapes);
    const [sums, means] = [rest.slice(0, gradients.length), rest.slice(gradients.length)];
    return { gradients: sums, loss: total as tf.Scalar, statistics: means };
  } finally {
    tf.dispose([...parts, ...statistics]);
  }
}

/** All values of some tensors, one after the other. */
async function flatten(tensors: readonly tf.Tensor[]): Promise<Float32Array> {
  const parts = await Promise.all(tensors.map((tensor) => tensor.data<'float32'>()));
  const values = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    values.set(part, offset);
    offset += part.length;
  }
  return values;
}
