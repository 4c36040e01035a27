import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { openLayersModel } from '../../src/classifiers/layersModel.ts';
import type { Images } from '../../src/tensor/norms.ts';
import * as tf from '../../src/tensor/tf.ts';
import { type Files, fromFiles, saveModel, smallModel } from '../modelFiles.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** The parts of model.json that are damaged below. */
interface ModelJson {
  format?: string;
  weightsManifest?: unknown;
  modelTopology: { config: { layers: { class_name: string }[] } };
}

const open = (files: Files) => openLayersModel('m', 'm/model.json', fromFiles(files));
const edited = (files: Files, edit: (json: ModelJson) => void): Files => {
  const json = JSON.parse(new TextDecoder().decode(files.get('m/model.json')));
  edit(json);
  return new Map(files).set('m/model.json', new TextEncoder().encode(JSON.stringify(json)));
};
const answer = async (logits: (x: Images) => tf.Tensor) => {
  const result = tf.tidy(() => logits(tf.fill([2, 6, 6, 1], 0.3)));
  const values = Array.from(await result.data());
  result.dispose();
  return values;
};

describe('a model file', () => {
  it('opens with its shape, classes and hash', async () => {
    const classifier = await open(await saveModel(smallModel(), 'm'));
    expect(classifier).toMatchObject({ id: 'm', classes: 3, shape: [6, 6, 1], softmaxRemoved: false });
    expect(classifier.sha256).toMatch(/^[0-9a-f]{64}$/);
    classifier.dispose();
  });

  it('gives the same logits whether it ends in linear, softmax or a softmax layer', async () => {
    const plain = await open(await saveModel(smallModel(), 'm'));
    const dense = await open(await saveModel(smallModel({ last: 'softmax' }), 'm'));
    const separate = smallModel();
    separate.add(tf.layers.layers.softmax());
    const layer = await open(await saveModel(separate, 'm'));
    const activation = smallModel();
    activation.add(tf.layers.layers.activation({ activation: 'softmax' }));
    const named = await open(await saveModel(activation, 'm'));
    const expected = await answer(plain.logits);
    for (const classifier of [dense, layer, named]) {
      expect(classifier.softmaxRemoved).toBe(true);
      for (const [i, value] of (await answer(classifier.logits)).entries()) expect(value).toBeCloseTo(expected[i]!, 5);
    }
  });

  it('finds the softmax inside a nested model', async () => {
    const outer = tf.layers.sequential();
    outer.add(smallModel({ last: 'softmax' }));
    expect((await open(await saveModel(outer, 'm'))).softmaxRemoved).toBe(true);
  });

  it('leaves no tensors behind', async () => {
    const files = await saveModel(smallModel({ last: 'softmax' }), 'm');
    const before = tf.memory().numTensors;
    (await open(files)).dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('a bad model file', () => {
  const cases: readonly [string, (files: Files) => Files, RegExp][] = [
    [
      'is not JSON',
      (files) => new Map(files).set('m/model.json', Uint8Array.of(1, 2, 3)),
      /m\/model.json: expected .*3 bytes/,
    ],
    ['is a GraphModel', (files) => edited(files, (json) => (json.format = 'graph-model')), /GraphModel/],
    ['lacks its manifest', (files) => edited(files, (json) => delete json.weightsManifest), /weightsManifest/],
    [
      'is truncated',
      (files) => new Map(files).set('m/weights.bin', files.get('m/weights.bin')!.slice(0, -8)),
      /m\/weights.bin: expected \d+ bytes.*got \d+/,
    ],
    [
      'holds NaN',
      (files) => new Map(files).set('m/weights.bin', files.get('m/weights.bin')!.fill(255, 0, 4)),
      /m\/weights.bin: expected finite weights, got NaN or infinity in .*save the model again/,
    ],
  ];

  it.each(cases)('%s', async (_, damage, message) => {
    const files = damage(await saveModel(smallModel(), 'm'));
    const before = tf.memory().numTensors;
    await expect(open(files)).rejects.toMatchObject({ code: 'asset', message: expect.stringMatching(message) });
    expect(tf.memory().numTensors).toBe(before);
  });

  it('has an unknown layer', async () => {
    const files = edited(await saveModel(smallModel(), 'm'), (json) => {
      json.modelTopology.config.layers[1]!.class_name = 'Warp';
    });
    await expect(open(files)).rejects.toMatchObject({ code: 'asset', message: expect.stringMatching(/Warp/) });
  });

  it('gives something else than [n, k ≥ 2]', async () => {
    await expect(open(await saveModel(smallModel({ classes: 1 }), 'm'))).rejects.toThrow(
      'expected one output [n, k] with k ≥ 2 classes, got [n, 1]',
    );
    const image = tf.layers.sequential({
      layers: [tf.layers.layers.conv2d({ inputShape: [6, 6, 1], filters: 2, kernelSize: 3 })],
    });
    await expect(open(await saveModel(image, 'm'))).rejects.toThrow('got [n, 4, 4, 2]');
  });

  it('does not take images', async () => {
    const dense = tf.layers.sequential({ layers: [tf.layers.layers.dense({ inputShape: [4], units: 3 })] });
    await expect(open(await saveModel(dense, 'm'))).rejects.toThrow('expected one input [n, height, width, channels]');
  });
});
