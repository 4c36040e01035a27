import { makeRng } from '../core/rng.ts';
import type { Images, Logits } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';
import { buildNetwork, initialWeights, type NetworkRecipe, setValues, unflatten } from './network.ts';
import { makeOptimizer } from './optimizer.ts';
import type { Recipe } from './recipe.ts';
import type { Team } from './team.ts';
import { trainingPass } from './trainingPass.ts';

/** A network that is being taught. Owns its weights until `dispose`. */
export interface Learner {
  readonly parameters: number;
  /** `[n, k]` with fixed statistics in batch norm, owned by the caller; call inside `tf.tidy`. */
  logits(x: Images): Logits;
  /** What is trained, in the order of the layers: kernel and bias of each that has them. Stay the learner's. */
  readonly weights: readonly tf.Variable[];
  /** One update of the weights, number `t` counted from 1, from this member's part of a batch. */
  step(task: Task, pace: Pace, share: Share): Promise<Descent>;
  /** Weights, then the optimizer's memory, value by value: all that `restore` needs. */
  state(): Promise<Float32Array>;
  /** Goes back to a state that it, or another learner of the recipe, was in; after weights alone the optimizer is new. */
  restore(state: Float32Array): void;
  /** New seeded weights; another `purpose` gives others. */
  begin(purpose: string): void;
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

/** The part of a recipe that says what is taught and how it moves. */
export type LearnerRecipe = NetworkRecipe & Pick<Recipe, 'optimizer' | 'seed'>;

/** A learner with the recipe's seeded weights, in the state another one was left in, or with given weights only. */
export function openLearner(recipe: LearnerRecipe, state?: Float32Array): Learner {
  const network = buildNetwork(recipe);
  const variables = network.trainableWeights.map((weight) => weight.read() as tf.Variable); // declared as Tensor
  const shapes = variables.map(({ shape }) => shape);
  const parameters = network.countParams();
  const pass = trainingPass(network);
  let optimizer = makeOptimizer(recipe.optimizer, variables);
  const learner: Learner = {
    parameters,
    weights: variables,
    logits: (x) => network.apply(x) as Logits, // one input, one output
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
    state: () => flatten([...network.weights.map((weight) => weight.read()), ...optimizer.memory()]),
    restore(from) {
      setValues(network, from);
      optimizer.dispose();
      const memory = from.length > parameters ? memoryIn(from.subarray(parameters), shapes) : undefined;
      optimizer = makeOptimizer(recipe.optimizer, variables, memory);
    },
    begin(purpose) {
      const fresh = initialWeights(network, makeRng(recipe.seed).fork(purpose));
      network.setWeights(fresh);
      tf.dispose(fresh);
      optimizer.dispose();
      optimizer = makeOptimizer(recipe.optimizer, variables);
    },
    dispose() {
      optimizer.dispose();
      network.dispose();
    },
  };
  if (state) learner.restore(state);
  else learner.begin('weights');
  return learner;
}

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
