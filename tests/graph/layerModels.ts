import { makeRng } from '../../src/core/rng.ts';
import * as tf from '../../src/tensor/tf.ts';

const { layers } = tf;
const l = tf.layers.layers;
const input = (shape: number[]) => tf.layers.input({ shape });
type Symbolic = tf.layers.SymbolicTensor;

/** Sets all weights from a seed: kernels around zero, what must be positive around one. */
export function seeded<T extends tf.layers.LayersModel>(model: T): T {
  const rng = makeRng('weights');
  const values = model.weights.map(({ originalName, shape }) => {
    const positive = /variance|gamma/.test(originalName);
    const size = tf.util.sizeFromShape(shape as number[]);
    const draw = () => (positive ? 0.5 + rng.uniform() : rng.normal() * 0.5);
    return tf.tensor(Float32Array.from({ length: size }, draw), shape as number[]);
  });
  model.setWeights(values);
  tf.dispose(values);
  return model;
}

/** A model of one block on 7 × 6 images of 3 channels, with a dense layer behind it. */
export function around(block: (x: Symbolic) => Symbolic): tf.layers.LayersModel {
  const image = input([7, 6, 3]);
  const y = block(image);
  const flat = y.shape.length > 2 ? (l.flatten().apply(y) as Symbolic) : y;
  return seeded(layers.model({ inputs: image, outputs: l.dense({ units: 3 }).apply(flat) as Symbolic }));
}

const only = (layer: tf.layers.layers.Layer) => () => around((x) => layer.apply(x) as Symbolic);
const conv = (options: object) => l.conv2d({ filters: 4, kernelSize: 3, ...options });

/** Each layer that has a counterpart in a graph, in the forms that differ. */
export const layerModels: Readonly<Record<string, () => tf.layers.LayersModel>> = {
  'conv valid': () => only(conv({}))(),
  'conv same, stride 2': () => only(conv({ padding: 'same', strides: 2, useBias: false }))(),
  'conv dilated': () => only(conv({ padding: 'same', dilationRate: 2 }))(),
  depthwise: () => only(l.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, padding: 'same', strides: 2 }))(),
  separable: () => only(l.separableConv2d({ filters: 5, kernelSize: 3, depthMultiplier: 2, activation: 'relu' }))(),
  'batch normalisation': () => only(l.batchNormalization())(),
  'batch normalisation without scale': () => only(l.batchNormalization({ scale: false, epsilon: 0.1 }))(),
  'max pooling': () => only(l.maxPooling2d({ poolSize: 3, strides: 2, padding: 'same' }))(),
  'average pooling': () => only(l.averagePooling2d({ poolSize: [3, 2], strides: 2, padding: 'same' }))(),
  'global average': () => only(l.globalAveragePooling2d({ dataFormat: 'channelsLast' }))(),
  'global maximum': () => only(l.globalMaxPooling2d({ dataFormat: 'channelsLast' }))(),
  'zero padding': () =>
    only(
      l.zeroPadding2d({
        padding: [
          [1, 2],
          [0, 3],
        ],
      }),
    )(),
  rescaling: () => only(l.rescaling({ scale: 2, offset: -1 }))(),
  'reshape and permute': () =>
    around((x) => l.permute({ dims: [2, 1] }).apply(l.reshape({ targetShape: [14, 9] }).apply(x)) as Symbolic),
  'dense on an image': () => only(l.dense({ units: 4, activation: 'tanh' }))(),
  'dropout and noise': () =>
    around((x) => l.gaussianNoise({ stddev: 1 }).apply(l.dropout({ rate: 0.5 }).apply(x)) as Symbolic),
  merges: () =>
    around((x) => {
      const [a, b, c] = [conv({}), conv({}), conv({})].map((layer) => layer.apply(x) as Symbolic) as Symbolic[];
      const sum = l.add().apply([a!, b!, c!]) as Symbolic;
      const product = l.multiply().apply([a!, b!]) as Symbolic;
      const mean = l.average().apply([a!, b!, c!]) as Symbolic;
      const most = l.maximum().apply([a!, b!]) as Symbolic;
      const least = l.minimum().apply([b!, c!]) as Symbolic;
      return l.concatenate().apply([sum, product, mean, most, least]) as Symbolic;
    }),
  'one layer used twice': () =>
    around((x) => {
      const shared = l.conv2d({ filters: 3, kernelSize: 3, padding: 'same', activation: 'relu' });
      return shared.apply(shared.apply(x)) as Symbolic;
    }),
  'a model nested twice': () => {
    const inner = layers.sequential({
      layers: [conv({ inputShape: [7, 6, 3], padding: 'same', filters: 3 }), l.reLU()],
    });
    return around((x) => inner.apply(inner.apply(x)) as Symbolic);
  },
  'nested sequences': () =>
    seeded(
      layers.sequential({
        layers: [
          layers.sequential({ layers: [conv({ inputShape: [7, 6, 3], activation: 'relu6' }), l.flatten()] }),
          layers.sequential({ layers: [l.dense({ inputShape: [80], units: 4, useBias: false })] }),
        ],
      }),
    ),
  ...Object.fromEntries(
    (
      [
        'relu',
        'relu6',
        'elu',
        'selu',
        'sigmoid',
        'hardSigmoid',
        'softplus',
        'softsign',
        'tanh',
        'swish',
        'mish',
      ] as const
    ).map((activation) => [`activation ${activation}`, () => only(conv({ activation }))()]),
  ),
  'inner softmax': () => only(conv({ activation: 'softmax' }))(),
  'leaky relu': () => only(l.leakyReLU({ alpha: 0.2 }))(),
  'elu layer': () => around((x) => l.elu().apply(conv({}).apply(x)) as Symbolic),
  prelu: () =>
    around((x) => l.prelu({ alphaInitializer: 'ones', sharedAxes: [1, 2] }).apply(conv({}).apply(x)) as Symbolic),
  'relu with a ceiling': () => around((x) => l.reLU({ maxValue: 1 }).apply(conv({}).apply(x)) as Symbolic),
};
