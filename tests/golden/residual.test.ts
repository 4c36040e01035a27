import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Classifier } from '../../src/classifiers/classifier.ts';
import { openModelFile } from '../../src/classifiers/openModelFile.ts';
import { openNodeEnv } from '../../src/platform/nodeEnv.ts';
import * as tf from '../../src/tensor/tf.ts';
import { relativeError } from '../graph/compare.ts';

const path = (name: string) => fileURLToPath(new URL(`data/cifar-residual/${name}`, import.meta.url));
const floats = (name: string) => new Float32Array(new Uint8Array(readFileSync(path(`${name}.bin`))).buffer);

describe('a residual network from PyTorch', () => {
  let classifier: Classifier;
  let x: tf.Tensor4D;
  let labels: tf.Tensor1D;

  beforeAll(async () => {
    const { env } = await openNodeEnv({ backend: 'wasm' });
    ({ classifier } = await openModelFile('residual', path('model.onnx'), env.readFile));
    x = tf.tensor4d(floats('images'), [8, 32, 32, 3]);
    labels = tf.tensor1d(new Int32Array(floats('labels').buffer), 'int32');
  });
  afterAll(() => {
    classifier.dispose();
    tf.dispose([x, labels]);
  });

  it('gives the logits PyTorch computed', async () => {
    const logits = tf.tidy(() => classifier.logits(x));
    const found = Float32Array.from(await logits.data());
    logits.dispose();
    const wanted = floats('logits');
    expect(Math.max(...found.map((value, i) => Math.abs(value - wanted[i]!)))).toBeLessThan(1e-4);
  });

  it('gives the input gradient PyTorch computed', async () => {
    const loss = (v: tf.Tensor) =>
      tf.losses.softmaxCrossEntropy(
        tf.oneHot(labels, 10),
        classifier.logits(v as tf.Tensor4D),
        undefined,
        undefined,
        tf.Reduction.SUM,
      );
    const gradient = tf.tidy(() => tf.grad(loss)(x));
    const found = Float32Array.from(await gradient.data());
    gradient.dispose();
    expect(relativeError(found, floats('grad_ce'))).toBeLessThan(1e-3);
  });

  it('is a graph of its own kind, normalisation inside', async () => {
    const graph = await classifier.network!();
    expect(graph.inputShape).toEqual([32, 32, 3]);
    expect(new Set(graph.nodes.map(({ op }) => op))).toEqual(
      new Set(['affine', 'conv2d', 'activate', 'combine', 'depthwiseConv2d', 'averagePool', 'reduce', 'dense']),
    );
  });
});
