import type { Rng } from '../core/rng.ts';
import type { Images, Labels, Logits } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';
import { imageIntervals, leastLeads } from './intervals.ts';
import { buildNetwork, initialWeights, layersIn, type NetworkRecipe } from './network.ts';
import { type TrainingPass, trainingPass } from './trainingPass.ts';

/** A network whose weights can be moved, whether a recipe describes its layers or the user brought it. Owns its weights. */
export interface Trainable {
  /** All of them, in the order in which they are kept. */
  readonly weights: readonly tf.Variable[];
  /** Those that are trained. */
  readonly trained: readonly tf.Variable[];
  readonly pass: TrainingPass;
  /** `[n, k]` with fixed statistics in batch norm, owned by the caller; call inside `tf.tidy`. */
  logits(x: Images): Logits;
  /** Lower bounds on z_y − z_i within `epsilon` in linf, as `leastLeads` gives them; call inside `tf.tidy`. */
  leastLeads(x: Images, epsilon: number, labels: Labels): Logits;
  /** Random values for all weights, in their order. Owned by the caller. */
  fresh(rng: Rng): tf.Tensor[];
  dispose(): void;
}

/** The network of a recipe's layers, with weights of zero. */
export function layersTrainable(recipe: NetworkRecipe): Trainable {
  const network = buildNetwork(recipe);
  const variablesOf = (weights: typeof network.weights) => weights.map((weight) => weight.read() as tf.Variable); // declared as Tensor
  const trained = variablesOf(network.trainableWeights);
  return {
    weights: variablesOf(network.weights),
    trained,
    pass: trainingPass(network),
    logits: (x) => network.apply(x) as Logits, // one input, one output
    leastLeads: (x, epsilon, labels) => leastLeads(layersIn(recipe), trained, imageIntervals(x, epsilon), labels),
    fresh: (rng) => initialWeights(network, rng),
    dispose: () => void network.dispose(),
  };
}

/** Numbers in all weights. */
export const countWeights = ({ weights }: Pick<Trainable, 'weights'>): number =>
  weights.reduce((sum, { shape }) => sum + tf.util.sizeFromShape(shape), 0);
