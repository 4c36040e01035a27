import { beforeAll, expect, it } from 'vitest';
import { graphOfLayers } from '../../src/classifiers/graph/fromLayers.ts';
import { openNetwork } from '../../src/classifiers/graph/network.ts';
import type { Images } from '../../src/tensor/norms.ts';
import * as tf from '../../src/tensor/tf.ts';
import { startWasmBackend } from '../kernels/wasmBackend.ts';
import { smallModel } from '../modelFiles.ts';
import { randomImages, relativeError, valuesAndGradient } from './compare.ts';

beforeAll(startWasmBackend);

it('a graph has its input gradient on the stock WebAssembly backend, which has none of filters', async () => {
  expect(tf.getKernel('Conv2DBackpropFilter', 'wasm')).toBeUndefined();
  const model = smallModel();
  const graph = await graphOfLayers('m', model);
  const network = openNetwork(graph, 'm');
  const x = randomImages(2, graph.inputShape);
  const found = await valuesAndGradient(network.logits, x);
  const stock = await valuesAndGradient((v: Images) => model.apply(v) as tf.Tensor, x);
  expect(relativeError(found.gradient, stock.gradient)).toBeLessThan(1e-4);
  expect(found.gradient.some((value) => value !== 0)).toBe(true);
});
