import * as tf from '../tensor/tf.ts';

/**
 * The same model without a softmax at its end, so that attacks see unsaturated scores.
 *
 * A last Dense (or Activation) layer with softmax gets a linear activation in place; a Softmax layer is dropped. Models
 * nested at the end are searched too. The weights stay those of `model`, which keeps owning them.
 */
export function toLogits(model: tf.layers.LayersModel): {
  readonly model: tf.layers.LayersModel;
  readonly softmaxRemoved: boolean;
} {
  const last = lastLayer(model);
  if (last.getClassName() === 'Softmax') {
    const inner = withoutLast(model);
    return { model: inner, softmaxRemoved: true };
  }
  const layer = last as unknown as { activation?: { getClassName(): string } }; // Dense and Activation keep it protected
  if (layer.activation?.getClassName() !== 'softmax') return { model, softmaxRemoved: false };
  layer.activation = new Linear();
  return { model, softmaxRemoved: true };
}

/** What tfjs-layers calls an activation: a function with a name. Its own classes are not exported. */
class Linear {
  apply = (x: tf.Tensor) => x;
  getClassName = () => 'linear';
  getConfig = () => ({});
}

function lastLayer(model: tf.layers.LayersModel): tf.layers.layers.Layer {
  const last = model.layers.at(-1)!;
  return last instanceof tf.layers.LayersModel ? lastLayer(last) : last;
}

/** The model up to the input of its last layer. Only a top-level Softmax can be cut off. */
function withoutLast(model: tf.layers.LayersModel): tf.layers.LayersModel {
  const last = model.layers.at(-1)!;
  if (last instanceof tf.layers.LayersModel) return model; // refused later, because it still gives probabilities
  return tf.layers.model({ inputs: model.inputs, outputs: last.input as tf.layers.SymbolicTensor });
}
