import { graphOfLayers } from '../../src/classifiers/graph/fromLayers.ts';
import type { Graph } from '../../src/classifiers/graph/graph.ts';
import * as tf from '../../src/tensor/tf.ts';
import { seeded } from '../graph/layerModels.ts';

const l = tf.layers.layers;
type Symbolic = tf.layers.SymbolicTensor;

/** Small networks on 7 × 6 images of 2 channels that have every kind of node there is a bound for. */
export const nets: Readonly<Record<string, () => Promise<Graph>>> = {
  dense: () => net((x) => relu(l.dense({ units: 9 }), relu(l.dense({ units: 12 }), l.flatten().apply(x) as Symbolic))),
  convolutions: () =>
    net((x) =>
      relu(
        l.conv2d({ filters: 4, kernelSize: 3, strides: 2 }),
        relu(l.conv2d({ filters: 3, kernelSize: 3, padding: 'same' }), x),
      ),
    ),
  'batch norm and average pool': () =>
    net((x) => {
      const y = l.batchNormalization().apply(l.conv2d({ filters: 4, kernelSize: 3 }).apply(x)) as Symbolic;
      return relu(
        l.depthwiseConv2d({ kernelSize: 2 }),
        l.averagePooling2d({ poolSize: 2 }).apply(l.reLU().apply(y)) as Symbolic,
      );
    }),
  'max pool': () =>
    net(
      (x) =>
        l
          .maxPooling2d({ poolSize: 2 })
          .apply(
            relu(l.conv2d({ filters: 4, kernelSize: 2 }), relu(l.conv2d({ filters: 3, kernelSize: 2 }), x)),
          ) as Symbolic,
    ),
  residual: () =>
    net((x) => {
      const y = relu(l.conv2d({ filters: 3, kernelSize: 3, padding: 'same' }), x);
      const z = l.conv2d({ filters: 3, kernelSize: 3, padding: 'same' }).apply(y) as Symbolic;
      return l
        .globalAveragePooling2d({ dataFormat: 'channelsLast' })
        .apply(l.reLU().apply(l.add().apply([y, z]))) as Symbolic;
    }),
  smooth: () => net((x) => l.dense({ units: 6, activation: 'tanh' }).apply(l.flatten().apply(x)) as Symbolic),
};

const relu = (layer: tf.layers.layers.Layer, x: Symbolic) => l.reLU().apply(layer.apply(x)) as Symbolic;

async function net(block: (x: Symbolic) => Symbolic): Promise<Graph> {
  const image = tf.layers.input({ shape: [7, 6, 2] });
  const y = block(image);
  const flat = y.shape.length > 2 ? (l.flatten().apply(y) as Symbolic) : y;
  const model = seeded(tf.layers.model({ inputs: image, outputs: l.dense({ units: 3 }).apply(flat) as Symbolic }));
  const graph = await graphOfLayers('net', model);
  model.dispose();
  return graph;
}
