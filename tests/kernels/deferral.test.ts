import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installWasmKernels } from '../../src/kernels/wasm/install.ts';
import { loadKernelModule, random, startWasmBackend } from './wasmBackend.ts';

const x = () => random([2, 6, 6, 3], 1) as tf.Tensor4D;
const filter = () => random([3, 3, 3, 5], 2) as tf.Tensor4D;
/** Tensors in the memory of the backend. */
const stored = () => (tf.backend() as unknown as { numDataIds(): number }).numDataIds(); // of the wasm backend

describe('a tensor that is not computed before it is read', () => {
  let uninstall: () => void;
  beforeAll(async () => {
    await startWasmBackend();
    uninstall = await installWasmKernels(loadKernelModule);
  });
  afterAll(() => uninstall());

  it('takes its inputs along when it is disposed unread', () => {
    const before = { ...tf.memory(), stored: stored() };
    const [image, weights] = [x(), filter()];
    const y = tf.conv2d(image, weights, 1, 'same');
    tf.dispose([image, weights]);
    expect(stored()).toBe(before.stored + 3);
    y.dispose();
    expect({ ...tf.memory(), stored: stored() }).toEqual(before);
  });

  it('lets its inputs go when it is read', async () => {
    const before = stored();
    const [image, weights] = [x(), filter()];
    const y = tf.conv2d(image, weights, 1, 'same');
    tf.dispose([image, weights]);
    await y.data();
    expect(stored()).toBe(before + 1);
    y.dispose();
    expect(stored()).toBe(before);
  });

  it('is computed once, however many handles there are', async () => {
    const y = tf.tidy(() => tf.conv2d(x(), filter(), 1, 'same'));
    const [copy, view] = [tf.clone(y), tf.reshape(y, [-1])];
    const values = await y.data();
    y.dispose();
    expect(await copy.data()).toEqual(values);
    expect(await view.data()).toEqual(values);
    tf.dispose([copy, view]);
  });

  it('survives a new value of the variable it was made from', async () => {
    const weights = tf.tidy(() => tf.variable(filter()));
    const image = x();
    const want = tf.conv2d(image, weights, 1, 'same');
    const wanted = await want.data();
    const y = tf.conv2d(image, weights, 1, 'same');
    const zeros = tf.zerosLike(weights);
    weights.assign(zeros as tf.Tensor4D);
    expect(await y.data()).toEqual(wanted);
    tf.dispose([image, weights, zeros, want, y]);
  });

  it('may move the memory when a stock kernel reads it', async () => {
    const n = 5000;
    const square = tf.tidy(() => tf.matMul(tf.ones([n, 1]), tf.ones([1, n]))); // 100 MB, for which the memory must grow
    const whole = tf.tidy(() => tf.cast(square, 'int32'));
    const corner = tf.slice(whole, [n - 1, n - 3], [1, 3]);
    expect([...(await corner.data())]).toEqual([1, 1, 1]);
    tf.dispose([square, whole, corner]);
  });

  it('moves to another backend', async () => {
    const y = tf.tidy(() => tf.conv2d(x(), filter(), 1, 'same'));
    const same = tf.tidy(() => tf.conv2d(x(), filter(), 1, 'same'));
    const want = await same.data();
    await tf.setBackend('cpu');
    const sum = tf.add(y, 0);
    expect(await sum.data()).toEqual(want);
    await tf.setBackend('wasm');
    tf.dispose([y, same, sum]);
  });

  it('is no memory when it is the gradient of a filter that nobody asked for', async () => {
    const [image, weights, bias] = [x(), filter(), tf.ones([5]) as tf.Tensor1D];
    const layer = (v: tf.Tensor) =>
      tf.fused.conv2d({ x: v as tf.Tensor4D, filter: weights, bias, strides: 1, pad: 'same' }); // differentiates all
    const { wasm } = tf.backend() as unknown as { wasm: { _malloc(bytes: number): number } }; // of the wasm backend
    const malloc = wasm._malloc;
    const sizes: number[] = [];
    wasm._malloc = (bytes) => {
      sizes.push(bytes);
      return malloc(bytes);
    };
    try {
      const gradient = tf.tidy(() => tf.grad(layer)(image));
      await gradient.data();
      gradient.dispose();
    } finally {
      wasm._malloc = malloc;
    }
    expect(sizes).toContain(4 * image.size);
    expect(sizes).not.toContain(4 * weights.size);
    tf.dispose([image, weights, bias]);
  });
});
