import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { graphOfLayers } from '../../src/classifiers/graph/fromLayers.ts';
import { countParameters, type Graph, weightsOf } from '../../src/classifiers/graph/graph.ts';
import { openNetwork } from '../../src/classifiers/graph/network.ts';
import { openLayersModel } from '../../src/classifiers/layersModel.ts';
import { addDilatedGradients } from '../../src/kernels/dilatedGradient.ts';
import type { Images } from '../../src/tensor/norms.ts';
import * as tf from '../../src/tensor/tf.ts';
import { fromFiles, saveModel, smallModel } from '../modelFiles.ts';
import { randomImages, relativeError, slopeError, valuesAndGradient, valuesOf } from './compare.ts';
import { layerModels } from './layerModels.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
  addDilatedGradients();
});

/** TensorFlow.js cannot differentiate these layers as its own models run them. */
const withoutStockGradient = ['conv dilated', 'batch normalisation without scale'];

describe.each(Object.entries(layerModels))('the graph of a model with %s', (kind, build) => {
  it('gives its values and input gradients, and frees all it took', async () => {
    const model = build();
    const before = tf.memory().numTensors;
    const x = randomImages(2, [7, 6, 3]);
    const network = openNetwork(await graphOfLayers('m', model), 'm');
    const stock = (v: Images) => model.apply(v) as tf.Tensor;
    const found = await valuesAndGradient(network.logits, x);
    expect(relativeError(found.values, await valuesOf(stock, x))).toBeLessThan(1e-5);
    if (withoutStockGradient.includes(kind)) {
      expect(await slopeError(network.logits, x, found.gradient)).toBeLessThan(1e-2);
    } else {
      expect(relativeError(found.gradient, (await valuesAndGradient(stock, x)).gradient)).toBeLessThan(1e-4);
    }
    expect(found.gradient.some((value) => value !== 0)).toBe(true);
    network.dispose();
    x.dispose();
    expect(tf.memory().numTensors).toBe(before);
    model.dispose();
  });
});

const graphOf = async (model: tf.layers.LayersModel): Promise<Graph> => {
  const classifier = await openLayersModel('m', 'm/model.json', fromFiles(await saveModel(model, 'm')));
  const graph = await classifier.network!();
  classifier.dispose();
  return graph;
};

describe('the graph of a model file', () => {
  it('ends before the softmax', async () => {
    const ends = [smallModel({ last: 'softmax' }), smallModel()];
    ends[1]!.add(tf.layers.layers.softmax());
    const plain = await graphOf(smallModel());
    for (const model of ends) {
      const graph = await graphOf(model);
      expect(graph.nodes.map(({ op }) => op)).toEqual(plain.nodes.map(({ op }) => op));
    }
    expect(plain.nodes.map(({ op }) => op)).toEqual(['conv2d', 'activate', 'reshape', 'dense']);
  });

  it('has every weight once, read by name, and tells which can be trained', async () => {
    const model = smallModel();
    model.add(tf.layers.layers.batchNormalization());
    const graph = await graphOf(model);
    const read = graph.nodes.flatMap(weightsOf);
    expect([...read].sort()).toEqual(Object.keys(graph.weights).sort());
    expect(countParameters(graph)).toEqual({ all: model.countParams(), trainable: model.countParams() - 6 });
  });

  it('gives as features what enters the last layer with weights', async () => {
    const model = smallModel();
    model.add(tf.layers.layers.activation({ activation: 'tanh' }));
    const network = openNetwork(await graphOf(model), 'm');
    const x = randomImages(2, [6, 6, 1]);
    const flat = tf.layers.model({
      inputs: model.inputs,
      outputs: model.layers[1]!.output as tf.layers.SymbolicTensor,
    });
    expect(network.features(x).shape).toEqual([2, 64]);
    const found = await valuesOf(network.features, x);
    expect(relativeError(found, await valuesOf((v) => flat.apply(v) as tf.Tensor, x))).toBeLessThan(1e-6);
    network.dispose();
  });

  it('can be trained, and gives a graph with the new weights', async () => {
    const network = openNetwork(await graphOf(smallModel()), 'm');
    const x = randomImages(4, [6, 6, 1]);
    const labels = tf.oneHot([0, 1, 2, 0], 3);
    const loss = () => tf.losses.softmaxCrossEntropy(labels, network.logits(x)) as tf.Scalar;
    const optimizer = tf.train.sgd(0.1);
    const losses: number[] = [];
    for (let step = 0; step < 10; step++) losses.push((await optimizer.minimize(loss, true)!.data())[0]!);
    expect(losses.at(-1)).toBeLessThan(losses[0]! / 2);
    const copy = openNetwork(await network.snapshot(), 'copy');
    expect(await valuesOf(copy.logits, x)).toEqual(await valuesOf(network.logits, x));
    network.dispose();
    copy.dispose();
  });

  it('does not exist where layers have no counterpart, which are all named', async () => {
    const model = tf.layers.sequential({
      layers: [
        tf.layers.layers.upSampling2d({ inputShape: [6, 6, 1], name: 'up' }),
        tf.layers.layers.thresholdedReLU({ name: 'limit' }),
        tf.layers.layers.flatten(),
        tf.layers.layers.dense({ units: 2 }),
      ],
    });
    await expect(graphOf(model)).rejects.toMatchObject({
      code: 'asset',
      message: expect.stringMatching(/^m\/model.json: .*for up \(UpSampling2D\), limit \(ThresholdedReLU\);/),
    });
  });
});
