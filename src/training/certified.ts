import type { Rate } from '../core/stats.ts';
import * as tf from '../tensor/tf.ts';
import { countOver, type Examined } from './accuracy.ts';
import { imageIntervals, leastLeads } from './intervals.ts';
import { layersIn, type NetworkRecipe, unflatten, weightShapes } from './network.ts';
import type { Recipe } from './recipe.ts';

interface Certified extends NetworkRecipe, Pick<Recipe, 'classNames'> {
  /** Begins with the weights. */
  readonly state: Float32Array;
  readonly epsilon: number;
}

/** Share of images that interval bounds prove to be answered rightly everywhere within `epsilon` in linf. */
export async function measureCertified(
  { state, epsilon, ...network }: Certified,
  examined: Examined,
  pause: () => Promise<void>,
): Promise<Rate> {
  const weights = unflatten(state, weightShapes(network));
  const proved = (x: tf.Tensor4D, labels: tf.Tensor1D) => {
    const leads = leastLeads(layersIn(network), weights, imageIntervals(x, epsilon), labels);
    const others = tf.sum(tf.cast(tf.greater(leads, 0), 'int32'), 1); // the own class leads itself by 0
    return tf.equal(others, network.classNames.length - 1);
  };
  try {
    return await countOver(proved, examined, pause);
  } finally {
    tf.dispose(weights);
  }
}
