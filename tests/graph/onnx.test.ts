import '@tensorflow/tfjs-backend-cpu';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { modelIds } from '../../src/classifiers/catalog.ts';
import { graphOfLayers } from '../../src/classifiers/graph/fromLayers.ts';
import { openNetwork } from '../../src/classifiers/graph/network.ts';
import { openLayersModel } from '../../src/classifiers/layersModel.ts';
import { exportOnnx } from '../../src/classifiers/onnx/exportOnnx.ts';
import { importOnnx } from '../../src/classifiers/onnx/importOnnx.ts';
import { addDilatedGradients } from '../../src/kernels/dilatedGradient.ts';
import * as tf from '../../src/tensor/tf.ts';
import { randomImages, relativeError, valuesAndGradient, valuesOf } from './compare.ts';
import { layerModels } from './layerModels.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
  addDilatedGradients();
});

describe.each(Object.entries(layerModels))('a model with %s, written as ONNX and read again', (_, build) => {
  it('gives the same values and gradients', async () => {
    const model = build();
    const graph = await graphOfLayers('m', model);
    model.dispose();
    const [written, again] = [graph, importOnnx('m.onnx', exportOnnx(graph, 'm'))].map((one) => openNetwork(one, 'm'));
    const x = randomImages(2, [7, 6, 3]);
    const wanted = await valuesAndGradient(written!.logits, x);
    const found = await valuesAndGradient(again!.logits, x);
    expect(relativeError(found.values, wanted.values)).toBeLessThan(1e-5);
    expect(relativeError(found.gradient, wanted.gradient)).toBeLessThan(1e-4);
    for (const network of [written!, again!]) network.dispose();
    x.dispose();
  });
});

describe.each(modelIds)('%s, written as ONNX and read again', (id) => {
  it('gives the same logits', async () => {
    const model = await openLayersModel(id, `models/${id}/model.json`, async (path) => readFileSync(path));
    const again = openNetwork(importOnnx(`${id}.onnx`, exportOnnx(await model.network!(), id)), id);
    const x = randomImages(2, model.shape);
    const error = relativeError(await valuesOf(again.logits, x), await valuesOf(model.logits, x));
    expect(error).toBeLessThan(1e-5);
    again.dispose();
    model.dispose();
    x.dispose();
  });
});
