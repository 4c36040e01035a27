import { zipSync } from 'fflate';
import h5wasm from 'h5wasm';
import { graphOfLayers } from '../../src/classifiers/graph/fromLayers.ts';
import { exportOnnx } from '../../src/classifiers/onnx/exportOnnx.ts';
import * as tf from '../../src/tensor/tf.ts';
import { saveModel } from '../modelFiles.ts';
import { seeded } from './layerModels.ts';

const l = tf.layers.layers;
type Symbolic = tf.layers.SymbolicTensor;

/** A small network with a branch, batch normalisation and a softmax at its end, on 8 × 8 images of 3 channels. */
export function branchingModel(): tf.layers.LayersModel {
  const image = tf.layers.input({ shape: [8, 8, 3], name: 'image' });
  const conv = (name: string) => l.conv2d({ filters: 4, kernelSize: 3, padding: 'same', activation: 'relu', name });
  const first = conv('first').apply(image) as Symbolic;
  const second = l.batchNormalization({ name: 'norm' }).apply(conv('second').apply(first)) as Symbolic;
  const sum = l.add({ name: 'sum' }).apply([first, second]) as Symbolic;
  const flat = l.flatten({ name: 'flat' }).apply(l.maxPooling2d({ poolSize: 4, name: 'pool' }).apply(sum)) as Symbolic;
  const scores = l.dense({ units: 3, activation: 'softmax', name: 'scores' }).apply(flat) as Symbolic;
  return seeded(tf.layers.model({ inputs: image, outputs: scores, name: 'branching' }));
}

const text = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

/** Every format in which the branching model can be given, as one file each. */
export async function branchingFiles(): Promise<Readonly<Record<string, Uint8Array>>> {
  const model = branchingModel();
  const saved = await saveModel(model, 'm');
  const tfjs = Object.fromEntries(saved);
  const graph = await graphOfLayers('m', model);
  const arrays = await weightArrays(model);
  const config = configOf(saved);
  model.dispose();
  return {
    'tfjs zip': zipSync(tfjs),
    'teachable zip': zipSync({ ...tfjs, 'm/metadata.json': text({ tmVersion: '2.4', labels: ['犬', '猫', '鳥'] }) }),
    onnx: exportOnnx(graph, 'branching'),
    h5: await h5File((file) => {
      file.create_attribute('model_config', JSON.stringify(config));
      for (const { layer, part, shape, values } of arrays) {
        const group = groupAt(file, ['model_weights', layer, layer]);
        group.create_dataset({ name: `${part}:0`, data: values, shape });
      }
    }),
    keras: zipSync({
      'metadata.json': text({ keras_version: '3.5.0' }),
      'config.json': text(version3(config)),
      'model.weights.h5': await h5File((file) => {
        const groups = { first: 'conv2d', second: 'conv2d_1', norm: 'batch_normalization', scores: 'dense' };
        for (const { layer, index, shape, values } of arrays) {
          const group = groupAt(file, ['layers', groups[layer as keyof typeof groups], 'vars']);
          group.create_dataset({ name: String(index), data: values, shape });
        }
      }),
    }),
    'tfjs graph zip': zipSync(graphModelFiles()),
  };
}

type Group = InstanceType<(typeof h5wasm)['Group']>;

/** The bytes of an HDF5 file. */
export async function h5File(write: (file: InstanceType<(typeof h5wasm)['File']>) => void): Promise<Uint8Array> {
  const { FS } = await h5wasm.ready;
  const file = new h5wasm.File('written.h5', 'w');
  write(file);
  file.close();
  const bytes = FS.readFile('written.h5');
  FS.unlink('written.h5');
  return bytes;
}

function groupAt(root: Group, path: readonly string[]): Group {
  return path.reduce(
    (group, name) => (group.keys().includes(name) ? (group.get(name) as Group) : group.create_group(name)),
    root,
  );
}

async function weightArrays(model: tf.layers.LayersModel) {
  return Promise.all(
    model.layers.flatMap((layer) =>
      layer.weights.map(async (weight, index) => ({
        layer: layer.name,
        index,
        part: weight.originalName.split('/').at(-1)!,
        shape: weight.shape as number[],
        values: Float32Array.from(await weight.read().data()),
      })),
    ),
  );
}

interface Config {
  class_name: string;
  config: { layers: LayerConfig[]; input_layers: unknown[]; output_layers: unknown[] };
}
interface LayerConfig {
  class_name: string;
  name: string;
  config: Record<string, unknown>;
  inbound_nodes: [string, number, number, object][][];
}

const configOf = (files: ReadonlyMap<string, Uint8Array>): Config =>
  JSON.parse(new TextDecoder().decode(files.get('m/model.json'))).modelTopology;

/** The same configuration as Keras 3 writes it. */
function version3({ config }: Config): unknown {
  const layers = config.layers.map(({ class_name, name, config: own, inbound_nodes }) => ({
    module: 'keras.layers',
    class_name,
    config: {
      ...Object.fromEntries(Object.entries(own).filter(([key]) => key !== 'batch_input_shape')),
      ...(own.batch_input_shape !== undefined && { batch_shape: own.batch_input_shape }),
      dtype: { module: 'keras', class_name: 'DTypePolicy', config: { name: 'float32' } },
    },
    registered_name: null,
    name,
    inbound_nodes: inbound_nodes.map((call) => {
      const tensors = call.map(([layer, node, tensor]) => ({
        class_name: '__keras_tensor__',
        config: { dtype: 'float32', keras_history: [layer, node, tensor] },
      }));
      return { args: tensors.length === 1 ? tensors : [tensors], kwargs: {} };
    }),
  }));
  const single = (list: unknown[]) => list[0];
  return {
    module: 'keras.src.models.functional',
    class_name: 'Functional',
    config: {
      name: 'branching',
      layers,
      input_layers: [single(config.input_layers)],
      output_layers: [single(config.output_layers)],
    },
  };
}

/** A GraphModel written by hand: every pixel times 2, summed over all, into two classes, softmax. */
function graphModelFiles(): Record<string, Uint8Array> {
  const floats = { dtype: { type: 'DT_FLOAT' } };
  const shape = (...sizes: number[]) => ({ shape: { shape: { dim: sizes.map((size) => ({ size: String(size) })) } } });
  const node = [
    { name: 'x', op: 'Placeholder', attr: { ...floats, ...shape(-1, 4, 4, 1) } },
    { name: 'w', op: 'Const', attr: floats },
    { name: 'size', op: 'Const', attr: { dtype: { type: 'DT_INT32' } } },
    { name: 'flat', op: 'Reshape', input: ['x', 'size'], attr: {} },
    {
      name: 'scores',
      op: 'MatMul',
      input: ['flat', 'w'],
      attr: { transpose_a: { b: false }, transpose_b: { b: false } },
    },
    { name: 'softmax', op: 'Softmax', input: ['scores'], attr: {} },
    { name: 'out', op: 'Identity', input: ['softmax'], attr: {} },
  ];
  const weights = [
    { name: 'w', shape: [16, 2], dtype: 'float32' },
    { name: 'size', shape: [2], dtype: 'int32' },
  ];
  const values = Float32Array.from({ length: 32 }, (_, i) => Math.sin(i));
  const bytes = new Uint8Array(32 * 4 + 8);
  bytes.set(new Uint8Array(values.buffer));
  bytes.set(new Uint8Array(Int32Array.of(-1, 16).buffer), 128);
  const model = {
    format: 'graph-model',
    modelTopology: { node, versions: {} },
    weightsManifest: [{ paths: ['w.bin'], weights }],
  };
  return { 'model.json': text(model), 'w.bin': bytes };
}
