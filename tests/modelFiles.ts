import * as tf from '../src/tensor/tf.ts';

export type Files = Map<string, Uint8Array>;

/** `model.json` and `weights.bin` of a LayersModel as TensorFlow.js saves them, below `folder`. */
export async function saveModel(model: tf.layers.LayersModel, folder: string): Promise<Files> {
  const files: Files = new Map();
  await model.save(
    tf.io.withSaveHandler(async (artifacts) => {
      const json = {
        format: 'layers-model',
        modelTopology: artifacts.modelTopology,
        weightsManifest: [{ paths: ['weights.bin'], weights: artifacts.weightSpecs }],
      };
      files.set(`${folder}/model.json`, new TextEncoder().encode(JSON.stringify(json)));
      files.set(`${folder}/weights.bin`, new Uint8Array(tf.io.CompositeArrayBuffer.join(artifacts.weightData)));
      return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts) };
    }),
  );
  return files;
}

/** A small CNN with fixed weights. */
export function smallModel({
  classes = 3,
  shape = [6, 6, 1],
  last = 'linear',
  seed = 1,
}: {
  classes?: number;
  shape?: number[];
  last?: 'linear' | 'softmax';
  seed?: number;
} = {}) {
  const { conv2d, dense, flatten } = tf.layers.layers;
  const initializer = (seed: number) => tf.layers.initializers.randomNormal({ stddev: 0.7, seed });
  return tf.layers.sequential({
    layers: [
      conv2d({
        inputShape: shape,
        filters: 4,
        kernelSize: 3,
        activation: 'relu',
        kernelInitializer: initializer(seed),
      }),
      flatten(),
      dense({ units: classes, activation: last, kernelInitializer: initializer(seed + 1) }),
    ],
  });
}

export const fromFiles = (files: Files) => async (path: string) => {
  const bytes = files.get(path);
  if (!bytes) throw new Error(`no such file: ${path}`);
  return bytes;
};

/** Images and labels in the format of the MNIST files. */
export function idxFiles(count: number, [h, w]: readonly [number, number], classes: number): Files {
  const pixels = Uint8Array.from({ length: count * h * w }, (_, i) => (i * 7919) % 256);
  const labels = Uint8Array.from({ length: count }, (_, i) => i % classes);
  return new Map([
    ['images.idx', idx([count, h, w], pixels)],
    ['labels.idx', idx([count], labels)],
  ]);
}

function idx(shape: readonly number[], values: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * shape.length + values.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(2, 8); // unsigned bytes
  view.setUint8(3, shape.length);
  for (const [i, size] of shape.entries()) view.setUint32(4 + 4 * i, size);
  bytes.set(values, 4 + 4 * shape.length);
  return bytes;
}
