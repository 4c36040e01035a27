import { makeRng } from '../core/rng.ts';
import { attackerGain } from '../tensor/losses.ts';
import type { Images, Labels, Logits } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';
import { makeAdam } from './adam.ts';
import { buildNetwork, initialWeights } from './network.ts';
import type { Recipe } from './recipe.ts';
import type { Team } from './team.ts';

/** A network that is being taught. Owns its weights until `dispose`. */
export interface Learner {
  readonly parameters: number;
  /** `[n, k]`, owned by the caller; call inside `tf.tidy`. */
  logits(x: Images): Logits;
  /**
   * One update of the weights, number `t` counted from 1, from this member's part of a batch. Gives the mean loss of the
   * whole batch before it, owned by the caller.
   */
  step(x: Images, labels: Labels, pace: Pace, share: Share): Promise<tf.Scalar>;
  /** Weights, then Adam's first and second moments, value by value: all that a later `openLearner` needs. */
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
  const shapes = variables.map(({ shape }) => shape);
  const parameters = shapes.reduce((sum, shape) => sum + tf.util.sizeFromShape(shape), 0);
  const weights = state ? unflatten(state, shapes) : initialWeights(network, makeRng(recipe.seed).fork('weights'));
  network.setWeights(weights);
  tf.dispose(weights);
  const adam = makeAdam(
    variables,
    state && {
      first: unflatten(state.subarray(parameters), shapes),
      second: unflatten(state.subarray(2 * parameters), shapes),
    },
  );
  const logits = (x: Images) => network.apply(x) as Logits; // one input, one output
  return {
    parameters,
    logits,
    async step(x, labels, { learningRate, t }, { team, batchSize }) {
      const { value, grads } = tf.variableGrads(() => {
        const mean = crossEntropy(logits(x), labels);
        return team.size === 1 ? mean : tf.mul(mean, x.shape[0] / batchSize);
      }, variables);
      const own = { gradients: variables.map(({ name }) => grads[name]!), loss: value };
      const { gradients, loss } = team.size === 1 ? own : await sumOverTeam(own, shapes, team);
      adam.update(gradients, learningRate, t);
      tf.dispose(gradients);
      return loss;
    },
    async state() {
      const { first, second } = adam.moments();
      return flatten([...variables, ...first, ...second]);
    },
    dispose() {
      adam.dispose();
      network.dispose();
    },
  };
}

interface Slope {
  readonly gradients: tf.Tensor[];
  readonly loss: tf.Scalar;
}

/** Takes over what one member found and gives what all of them found together. */
async function sumOverTeam({ gradients, loss }: Slope, shapes: readonly number[][], team: Team): Promise<Slope> {
  const parts = [...gradients, loss];
  try {
    const sums = await team.sum(await flatten(parts));
    const all = unflatten(sums, [...shapes, []]);
    return { gradients: all.slice(0, -1), loss: all.at(-1) as tf.Scalar };
  } finally {
    tf.dispose(parts);
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
