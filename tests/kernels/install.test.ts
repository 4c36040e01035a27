import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { installWasmKernels } from '../../src/kernels/wasm/install.ts';
import { loadKernelModule, random, startWasmBackend, valuesOn } from './wasmBackend.ts';

const overridden = [
  'Conv2D',
  'FusedConv2D',
  'Conv2DBackpropInput',
  'Conv2DBackpropFilter',
  'DepthwiseConv2dNativeBackpropInput',
  'DepthwiseConv2dNativeBackpropFilter',
  'BatchMatMul',
  '_FusedMatMul',
  'MaxPool',
  'AvgPool',
  'MaxPoolGrad',
  'AvgPoolGrad',
  'AdamStep',
  'SgdStep',
  'CrossEntropy',
  'CrossEntropyGrad',
  'ReluGrad',
  'Sum',
  'Mean',
  'FusedBatchNorm',
  'CentredProducts',
  'BatchMoments',
  'BatchNormSlopes',
  'Identity',
];
const registered = () => [
  ...overridden.map((name) => tf.getKernel(name, 'wasm')),
  ...['Relu', 'Relu6', 'FusedBatchNorm', 'ReluGrad', 'CentredProducts', 'CrossEntropy', 'CrossEntropyGrad'].map(
    (name) => tf.getGradient(name),
  ),
];
const filterGradient = () =>
  tf.tidy(() =>
    tf.grad((w) => tf.conv2d(random([1, 4, 4, 2], 1) as tf.Tensor4D, w as tf.Tensor4D, 1, 'same'))(
      random([3, 3, 2, 2], 2),
    ),
  );

const restores: (() => void)[] = [];
const install = async (...args: Parameters<typeof installWasmKernels>) => {
  const uninstall = await installWasmKernels(...args);
  restores.push(uninstall);
  return uninstall;
};

beforeAll(startWasmBackend);
afterEach(() => {
  for (const restore of restores.splice(0).reverse()) restore();
});

describe('installWasmKernels', () => {
  it('loads the reproducible variant unless told otherwise', async () => {
    const variants: string[] = [];
    await install((variant) => {
      variants.push(variant);
      return loadKernelModule(variant);
    });
    expect(variants).toEqual(['simd']);
  });

  it('adds the gradients the stock backend lacks, and uninstalls everything', async () => {
    const stock = registered();
    expect(filterGradient).toThrow('not registered');
    const uninstall = await install(loadKernelModule);
    filterGradient().dispose();
    uninstall();
    expect(registered()).toEqual(stock);
    for (const [i, entry] of registered().entries()) expect(entry).toBe(stock[i]);
    expect(filterGradient).toThrow('not registered');
  });

  it('may uninstall twice and install again', async () => {
    const uninstall = await install(loadKernelModule);
    uninstall();
    uninstall();
    await install(loadKernelModule);
    filterGradient().dispose();
  });

  it('frees its scratch space', async () => {
    const { wasm } = backend();
    const [malloc, free] = [wasm._malloc, wasm._free];
    const held = new Set<number>();
    const uninstall = await install(loadKernelModule);
    try {
      wasm._malloc = (bytes) => {
        const address = malloc(bytes);
        held.add(address);
        return address;
      };
      wasm._free = (address) => {
        held.delete(address);
        free(address);
      };
      const gradient = filterGradient();
      await gradient.data();
      gradient.dispose();
      expect(held.size).toBe(1);
      uninstall();
      expect(held.size).toBe(0);
    } finally {
      Object.assign(wasm, { _malloc: malloc, _free: free });
    }
  });

  it('leaves the stock kernels in place when the module cannot be loaded', async () => {
    const stock = registered();
    await expect(install(() => Promise.reject(new Error('404')))).rejects.toThrow('404');
    expect(registered()).toEqual(stock);
  });

  it('refuses a second installation', async () => {
    await install(loadKernelModule);
    await expect(install(loadKernelModule)).rejects.toThrow('already installed');
  });

  it('refuses a backend without the members it needs', async () => {
    await expect(withMemory(undefined, () => install(loadKernelModule))).rejects.toThrow('lacks wasm.asm.memory');
  });

  it('refuses the multithreaded backend', async () => {
    const shared = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    await expect(withMemory(shared, () => install(loadKernelModule))).rejects.toThrow('single-threaded');
  });
});

describe('cases the kernels do not cover', () => {
  it.each<[string, () => tf.Tensor]>([
    ['dilated convolution', () => tf.conv2d(image(), filter(), 1, 'same', 'NHWC', 2)],
    [
      'fused convolution with leaky relu',
      () =>
        tf.fused.conv2d({
          x: image(),
          filter: filter(),
          strides: 1,
          pad: 'same',
          activation: 'leakyrelu',
          leakyreluAlpha: 0.3,
        }),
    ],
    [
      'fused convolution with prelu',
      () =>
        tf.fused.conv2d({
          x: image(),
          filter: filter(),
          strides: 1,
          pad: 'same',
          activation: 'prelu',
          preluActivationWeights: random([4], 5),
        }),
    ],
    ['matrix product with a broadcast batch', () => tf.matMul(random([3, 4, 6], 1), random([1, 6, 5], 2))],
    ['sum over the last axis', () => tf.sum(random([3, 4, 5], 1), [1, 2])],
    ['sum over axes apart', () => tf.sum(random([3, 4, 5], 1), [0, 2])],
    ['batch norm with statistics per pixel', () => tf.batchNorm(image(), tf.zerosLike(image()), tf.onesLike(image()))],
    ['sum of integers', () => tf.sum(tf.tensor2d([1, 2, 3, 4], [2, 2], 'int32'), 0)],
    ['copy of booleans', () => tf.clone(tf.tensor1d([true, false]))],
  ])('go to the stock kernel: %s', async (_name, op) => {
    const stock = await valuesOn('wasm', () => [op()]);
    await install(loadKernelModule);
    expect(await valuesOn('wasm', () => [op()])).toEqual(stock);
  });

  it('are refused by the stock kernel where it does not cover them either', async () => {
    await install(loadKernelModule);
    const channelsFirst = () => tf.conv2d(random([1, 3, 5, 5], 1) as tf.Tensor4D, filter(), 1, 'same', 'NCHW');
    expect(() => tf.tidy(channelsFirst)).toThrow("does not support dataFormat:'channelsFirst'");
  });

  it('throw when there is no stock kernel', async () => {
    await install(loadKernelModule);
    const x = image();
    const dy = tf.zerosLike(x);
    const attrs = { strides: 1, pad: 'same', dataFormat: 'NHWC', dilations: 2, filterShape: [3, 3, 3, 1] };
    expect(() => tf.engine().runKernel('DepthwiseConv2dNativeBackpropFilter', { x, dy }, attrs)).toThrow(
      "not supported by the backend 'wasm'",
    );
    tf.dispose([x, dy]);
  });
});

const image = () => random([2, 7, 7, 3], 1) as tf.Tensor4D;
const filter = () => random([3, 3, 3, 4], 2) as tf.Tensor4D;

interface Backend {
  readonly wasm: {
    asm: { memory?: WebAssembly.Memory };
    _malloc: (bytes: number) => number;
    _free: (address: number) => void;
  };
}
// the members are not in the public type
const backend = () => tf.backend() as unknown as Backend;

/** Runs `f` while the backend seems to have another memory. */
async function withMemory<T>(memory: WebAssembly.Memory | undefined, f: () => Promise<T>): Promise<T> {
  const { wasm } = backend();
  const { asm } = wasm;
  wasm.asm = memory ? { memory } : {};
  try {
    return await f();
  } finally {
    wasm.asm = asm;
  }
}
