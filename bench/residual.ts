import * as tf from '../src/tensor/tf.ts';

type Symbolic = tf.layers.SymbolicTensor;

/**
 * A residual net for 32 × 32 colour images with every kind of layer that such nets have: dense, depthwise and 1 × 1
 * convolutions, strides, batch norm, sums and a global average.
 */
export function residual(): tf.layers.LayersModel {
  const { conv, depthwise, normalise, relu, separableBlock, plainBlock } = makers();
  const inputs = tf.layers.input({ shape: [32, 32, 3] });
  let x = relu(normalise(conv(inputs, 32, 3)));
  x = separableBlock(x, 32);
  x = relu(normalise(conv(x, 64, 3, 2)));
  x = plainBlock(x, 64);
  x = separableBlock(x, 64);
  x = relu(normalise(conv(depthwise(x, 2), 128, 1)));
  x = separableBlock(x, 128);
  const features = tf.layers.layers.globalAveragePooling2d({}).apply(x) as Symbolic;
  const outputs = tf.layers.layers.dense({ units: 10, kernelInitializer: initializer(99) }).apply(features) as Symbolic;
  return tf.layers.model({ inputs, outputs });
}

const initializer = (seed: number) => tf.layers.initializers.heNormal({ seed });

/** Layers with seeds that count up. */
function makers() {
  let seed = 0;
  const common = { padding: 'same', useBias: false } as const;
  const conv = (x: Symbolic, filters: number, kernelSize: number, strides = 1) =>
    tf.layers.layers
      .conv2d({ ...common, filters, kernelSize, strides, kernelInitializer: initializer(++seed) })
      .apply(x) as Symbolic;
  const depthwise = (x: Symbolic, strides = 1) =>
    tf.layers.layers
      .depthwiseConv2d({ ...common, kernelSize: 3, strides, depthwiseInitializer: initializer(++seed) })
      .apply(x) as Symbolic;
  const normalise = (x: Symbolic) => tf.layers.layers.batchNormalization({}).apply(x) as Symbolic;
  const relu = (x: Symbolic) => tf.layers.layers.reLU({}).apply(x) as Symbolic;
  const add = (x: Symbolic, y: Symbolic) => tf.layers.layers.add().apply([x, y]) as Symbolic;
  return {
    conv,
    depthwise,
    normalise,
    relu,
    separableBlock: (x: Symbolic, filters: number) =>
      relu(add(x, normalise(conv(relu(normalise(depthwise(x))), filters, 1)))),
    plainBlock: (x: Symbolic, filters: number) =>
      relu(add(x, normalise(conv(relu(normalise(conv(x, filters, 3))), filters, 3)))),
  };
}
