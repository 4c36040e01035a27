import { makeRng } from '../core/rng.ts';
import { attackerGain } from '../tensor/losses.ts';
import type { Images, Labels, Logits } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';
import { buildNetwork, initialWeights } from './network.ts';
import { makeOptimizer } from './optimizer.ts';
import type { Recipe } from './recipe.ts';
import type { Team } from './team.ts';
import { trainingPass } from './trainingPass.ts';

/** A network that is being taught. Owns its weights until `dispose`. */
export interface Learner {
  readonly parameters: number;
  /** `[n, k]` with fixed statistics in batch norm, owned by the caller; call inside `tf.tidy`. */
  logits(x: Images): Logits;
  /**
   * One update of the weights, number `t` counted from 1, from this member's part of a batch. Gives the mean loss of the
   * whole batch before it, owned by the caller.
   */
  step(x: Images, labels: Labels, pace: Pace, share: Share): Promise<tf.Scalar>;
  /** Weights, then the optimizer's memory, value by value: all that a later `openLearner` needs. */
  state(): Promise<Float32Array>;
  dispose(): void;
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

/** A learner with the recipe's seeded weights, or in the state another one was left in. */
export function openLearner(recipe: Recipe, state?: Float32Array): Learner {
  const network = buildNetwork(recipe);
  const variables = network.trainableWeights.map((weight) => weight.read() as tf.Variable); // declared as Tensor
  const all = network.weights.map((weight) => weight.read());
  const shapes = variables.map(({ shape }) => shape);
  const parameters = network.countParams();
  const weights = state
    ? unflatten(
        state,
        all.map(({ shape }) => shape),
      )
    : initialWeights(network, makeRng(recipe.seed).fork('weights'));
  network.setWeights(weights);
  tf.dispose(weights);
  const optimizer = makeOptimizer(recipe.optimizer, variables, state && memoryIn(state.subarray(parameters), shapes));
  const pass = trainingPass(network);
  return {
    parameters,
    logits: (x) => network.apply(x) as Logits, // one input, one output
    async step(x, labels, { learningRate, t }, { team, batchSize }) {
      let statistics: tf.Tensor[] = [];
      const { value, grads } = tf.variableGrads(() => {
        const answer = pass.run(x);
        statistics = answer.statistics;
        const mean = crossEntropy(answer.logits, labels);
        return team.size === 1 ? mean : tf.mul(mean, x.shape[0] / batchSize);
      }, variables);
      const own = { gradients: variables.map(({ name }) => grads[name]!), loss: value, statistics };
      const found = team.size === 1 ? own : await sumOverTeam(own, x.shape[0] / batchSize, team);
      optimizer.update(found.gradients, learningRate, t);
      pass.follow(found.statistics);
      tf.dispose([found.gradients, found.statistics]);
      return found.loss;
    },
    state: () => flatten([...all, ...optimizer.memory()]),
    dispose() {
      optimizer.dispose();
      network.dispose();
    },
  };
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

/** Mean of logΣexp(z) − z_y, which is also what an untargeted attacker climbs. */
const crossEntropy = (logits: Logits, labels: Labels): tf.Scalar =>
  tf.mean(attackerGain('ce', { kind: 'untargeted', labels }, logits));

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

/** Tensors of the given shapes from the beginning of `values`; owned by the caller. */
export function unflatten(values: Float32Array, shapes: readonly number[][]): tf.Tensor[] {
  let offset = 0;
  return shapes.map((shape) => {
    const begin = offset;
    offset += tf.util.sizeFromShape(shape);
    return tf.tensor(values.slice(begin, offset), shape);
  });
}
