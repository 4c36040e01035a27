import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { impression } from '../../src/detectors/index.ts';
import { installWasmKernels } from '../../src/kernels/wasm/install.ts';
import type { Images, Labels, Logits } from '../../src/tensor/norms.ts';
import { loadKernelModule, random, startWasmBackend, valuesOn } from './wasmBackend.ts';

let uninstall: () => void;
beforeAll(async () => {
  await startWasmBackend();
  uninstall = await installWasmKernels(loadKernelModule);
});
afterAll(() => uninstall());

/** Score, what an attack follows, and the slope of it, of images that a linear model sees. */
function seen(): tf.Tensor[] {
  const [x, weights] = [random([6, 4, 4, 1], 1) as Images, random([16, 3], 2) as tf.Tensor2D];
  const flat = (images: tf.Tensor) => tf.reshape(images, [-1, 16]) as tf.Tensor2D;
  const features = (images: tf.Tensor) => tf.relu(flat(images)) as tf.Tensor2D;
  const labels = tf.tensor1d([0, 1, 2, 0, 1, 2, 0], 'int32') as Labels;
  const known = { features: features(random([7, 4, 4, 1], 3)), labels };
  const model = {
    classes: 3,
    logits: (images: Images) => tf.matMul(flat(images), weights) as Logits,
    features,
    known: () => known,
  };
  const choice = { id: 'neighbours', params: { images: 20, penalty: 1 } } as const;
  const wanted = tf.tensor1d([0, 1, 2, 2, 1, 0], 'int32') as Labels;
  const slope = tf.grad((images) => tf.sum(impression(choice, images as Images, model).unlike(wanted)))(x);
  const found = impression(choice, x, model);
  return [found.score, found.unlike(wanted), slope];
}

it('lets nearest neighbours see on wasm what they see on the cpu, slopes too', async () => {
  const [ours, reference] = [await valuesOn('wasm', seen), await valuesOn('cpu', seen)];
  for (const [i, { data }] of reference.entries()) {
    expect(data.some((value) => value !== 0)).toBe(true);
    for (const [j, value] of data.entries()) expect(ours[i]!.data[j]).toBeCloseTo(value, 4);
  }
});
