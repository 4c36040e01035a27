import { makeRng } from '../core/rng.ts';
import { attackerGain } from '../tensor/losses.ts';
import type { Images, Labels, Logits } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';
import { makeAdam } from './adam.ts';
import { buildNetwork, initialWeights } from './network.ts';
import type { Recipe } from './recipe.ts';

/** A network that is being taught. Owns its weights until `dispose`. */
export interface Learner {
  readonly parameters: number;
  /** `[n, k]`, owned by the caller; call inside `tf.tidy`. */
  logits(x: Images): Logits;
  /** One update of the weights, number `t` counted from 1. Returns the mean loss before it, owned by the caller. */
  step(x: Images, labels: Labels, learningRate: number, t: number): tf.Scalar;
  /** Weights, then Adam's first and second moments, value by value: all that a later `openLearner` needs. */
  state(): Promise<Float32Array>;
  dispose(): void;
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
    step(x, labels, learningRate, t) {
      const { value, grads } = tf.variableGrads(() => crossEntropy(logits(x), labels), variables);
      const gradients = variables.map(({ name }) => grads[name]!);
      adam.update(gradients, learningRate, t);
      tf.dispose(gradients);
      return value;
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
