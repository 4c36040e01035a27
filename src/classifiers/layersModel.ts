import { type ReadBytes, sha256Hex } from '../core/bytes.ts';
import { badFile } from '../core/errors.ts';
import type { Images, Logits } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';
import type { Classifier } from './classifier.ts';
import { graphOfLayers } from './graph/fromLayers.ts';
import { toLogits } from './logits.ts';
import { readModelFile } from './modelFile.ts';
import { probe } from './probe.ts';

/**
 * Opens a TensorFlow.js LayersModel, turns its output into logits and tries it once.
 *
 * `read` resolves paths relative to the model's folder.
 * @throws {LabError} `asset`, naming the file, what was expected, what was found and what to do.
 */
export async function openLayersModel(id: string, modelPath: string, read: ReadBytes): Promise<Classifier> {
  const { artifacts, bytes } = await readModelFile(modelPath, read);
  const loaded = await build(modelPath, artifacts);
  try {
    const shape = inputShape(modelPath, loaded);
    const classes = outputClasses(modelPath, loaded);
    const { model, softmaxRemoved } = toLogits(loaded);
    const logits = (x: Images) => model.apply(x) as Logits; // one input and one output were checked above
    await probe(modelPath, logits, shape);
    return {
      id,
      sha256: sha256Hex(bytes),
      classes,
      shape,
      softmaxRemoved,
      logits,
      network: () => graphOfLayers(modelPath, model),
      dispose: () => void loaded.dispose(),
    };
  } catch (error) {
    loaded.dispose();
    throw error;
  }
}

async function build(where: string, artifacts: tf.io.ModelArtifacts): Promise<tf.layers.LayersModel> {
  try {
    return await tf.layers.loadLayersModel(tf.io.fromMemory(artifacts));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw badFile(where, 'model-build', { reason }, { cause });
  }
}

function inputShape(where: string, model: tf.layers.LayersModel): [number, number, number] {
  const [h, w, c, ...rest] = (model.inputs[0]?.shape ?? []).slice(1);
  if (model.inputs.length !== 1 || !h || !w || !c || rest.length > 0) {
    throw badFile(where, 'model-input', { got: shapesOf(model.inputs) });
  }
  return [h, w, c];
}

function outputClasses(where: string, model: tf.layers.LayersModel): number {
  const [, classes, ...rest] = model.outputs[0]?.shape ?? [];
  if (model.outputs.length !== 1 || !classes || classes < 2 || rest.length > 0) {
    throw badFile(where, 'model-output', { got: shapesOf(model.outputs) });
  }
  return classes;
}

const shapesOf = (tensors: tf.layers.LayersModel['inputs']) =>
  tensors.map(({ shape }) => `[${shape.map((d) => d ?? 'n').join(', ')}]`).join(', ');
