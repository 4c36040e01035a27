import { badFile } from '../../core/errors.ts';
import * as tf from '../../tensor/tf.ts';
import { type GraphBuilder, graphBuilder } from './builder.ts';
import { type Graph, inputId } from './graph.ts';
import { layerNodes } from './layerNodes.ts';

type Layer = tf.layers.layers.Layer;
type Symbolic = tf.layers.SymbolicTensor;

/**
 * The graph of a LayersModel, Sequential or functional, with models nested in it; its weights are read from the backend
 * as they are now. The model stays as it is and the caller's.
 *
 * @throws {LabError} `asset`, naming every layer that has no counterpart.
 */
export async function graphOfLayers(where: string, model: tf.layers.LayersModel): Promise<Graph> {
  const missing = unsupportedLayers(model);
  if (missing.length > 0) {
    throw badFile(where, 'layers-missing', { names: missing.join(', '), known: Object.keys(layerNodes).join(', ') });
  }
  const [h, w, c] = model.inputs[0]!.shape.slice(1) as [number, number, number]; // a classifier takes images
  const builder = graphBuilder(where, [h, w, c]);
  const names = await readWeights(model, builder);
  const walk = walker(where, builder, names);
  return builder.finish(walk(model.outputs[0]!, new Map([[model.inputs[0]!, inputId]])));
}

const isModel = (layer: Layer): layer is tf.layers.LayersModel => layer instanceof tf.layers.LayersModel;

/** Layers without a counterpart, as `name (class)`. */
function unsupportedLayers(model: tf.layers.LayersModel): string[] {
  return model.layers.flatMap((layer) => {
    if (isModel(layer)) return unsupportedLayers(layer);
    return Object.hasOwn(layerNodes, layer.getClassName()) ? [] : [`${layer.name} (${layer.getClassName()})`];
  });
}

/** Weights by the id of the variable; a layer used twice has one copy. */
async function readWeights(model: tf.layers.LayersModel, builder: GraphBuilder): Promise<Map<number, string>> {
  const trainable = new Set(model.trainableWeights.map(({ id }) => id));
  const names = new Map<number, string>();
  for (const variable of model.weights) {
    const values = Float32Array.from(await variable.read().data());
    const shape = variable.read().shape;
    names.set(
      variable.id,
      builder.weight(variable.originalName, { shape, values, trainable: trainable.has(variable.id) }),
    );
  }
  return names;
}

/**
 * Gives the id of the value a symbolic tensor stands for, adding what it depends on. `known` holds values of the model
 * the tensor belongs to; a nested model begins with its inputs only, so that one used twice is written twice.
 */
function walker(where: string, builder: GraphBuilder, names: ReadonlyMap<number, string>) {
  return function walk(tensor: Symbolic, known: Map<Symbolic, string>): string {
    const found = known.get(tensor);
    if (found !== undefined) return found;
    const layer = tensor.sourceLayer;
    const node = layer.inboundNodes[tensor.nodeIndex]!; // the node that made the tensor
    const inputs = node.inputTensors.map((input) => walk(input, known));
    const id = isModel(layer)
      ? walk(layer.outputs[tensor.tensorIndex]!, new Map(layer.inputs.map((input, i) => [input, inputs[i]!])))
      : writeLayer(layer, inputs);
    known.set(tensor, id);
    return id;
  };

  function writeLayer(layer: Layer, inputs: readonly string[]): string {
    const weights = new Map(
      layer.weights.map(({ id, originalName }) => [originalName.split('/').at(-1)!, names.get(id)!]),
    );
    return layerNodes[layer.getClassName()]!({
      builder,
      inputs,
      name: layer.name,
      config: layer.getConfig(),
      weights,
      fail: (expected, got) => {
        throw badFile(where, 'layer', { layer: layer.name, expected, got });
      },
    });
  }
}
