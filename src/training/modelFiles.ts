import { countParameters, type Graph } from '../classifiers/graph/graph.ts';
import { exportOnnx } from '../classifiers/onnx/exportOnnx.ts';
import * as tf from '../tensor/tf.ts';
import type { Checkpoint } from './checkpoint.ts';
import { taughtGraph } from './graphTrainable.ts';
import { deployedScale } from './methodRecipe.ts';
import { buildNetwork, type NetworkRecipe, setValues } from './network.ts';
import type { Recipe } from './recipe.ts';

export interface ModelFiles {
  readonly 'model.json': Uint8Array;
  readonly 'weights.bin': Uint8Array;
  readonly parameters: number;
}

/** A network that the user brought and a recipe taught: ONNX, with its preprocessing inside. */
export interface GraphFiles {
  readonly 'model.onnx': Uint8Array;
  readonly parameters: number;
}

/** What a recipe taught, as files. */
export const modelFiles = (recipe: Recipe, { state }: Checkpoint): Promise<ModelFiles> =>
  networkFiles(recipe, state, deployedScale(recipe.method));

/** What a recipe made of `graph`. @throws {LabError} `asset` for the rare node that has no counterpart in ONNX. */
export function graphFiles(recipe: Recipe, { state }: Checkpoint, graph: Graph): GraphFiles {
  const taught = taughtGraph(graph, state, deployedScale(recipe.method));
  return { 'model.onnx': exportOnnx(taught, recipe.id), parameters: countParameters(graph).all };
}

/**
 * A network as files of the TensorFlow.js LayersModel format: `model.json` and one shard of float32 weights, which are the
 * beginning of `state`; its logits are multiplied by `scale`.
 */
export async function networkFiles(recipe: NetworkRecipe, state: Float32Array, scale = 1): Promise<ModelFiles> {
  const network = buildNetwork(recipe);
  try {
    setValues(network, state);
    scaleLogits(network, scale);
    const { modelTopology, weightSpecs, weightData } = await artifactsOf(network);
    const manifest = {
      format: 'layers-model',
      generatedBy: `TensorFlow.js tfjs-layers v${tf.version_core}`,
      convertedBy: null,
      modelTopology,
      weightsManifest: [{ paths: ['weights.bin'], weights: weightSpecs }],
    };
    return {
      'model.json': new TextEncoder().encode(`${JSON.stringify(manifest)}\n`),
      'weights.bin': new Uint8Array(tf.io.CompositeArrayBuffer.join(weightData)),
      parameters: network.countParams(),
    };
  } finally {
    network.dispose();
  }
}

/** Multiplies the last layer, which is dense and linear in every recipe. */
function scaleLogits(network: tf.layers.LayersModel, factor: number): void {
  if (factor === 1) return;
  const last = network.layers.at(-1)!;
  const scaled = last.getWeights().map((weight) => tf.mul(weight, factor));
  last.setWeights(scaled);
  tf.dispose(scaled);
}

async function artifactsOf(network: tf.layers.LayersModel): Promise<tf.io.ModelArtifacts> {
  let artifacts: tf.io.ModelArtifacts = {};
  const saved = { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' as const } };
  await network.save(
    tf.io.withSaveHandler(async (given) => {
      artifacts = given;
      return saved;
    }),
  );
  return artifacts;
}
