import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { KernelVariant, LoadKernelModule } from '../../src/kernels/wasm/install.ts';
import { installFastest } from '../../src/kernels/wasm/installFastest.ts';
import { kernelVariants, loadKernelModule, random, startWasmBackend, valuesOn } from './wasmBackend.ts';

const fastestFirst = ['relaxed', 'simd'] as const satisfies KernelVariant[];

const blocked = async () => Promise.reject(new Error('blocked by the network'));
const corrupt = async () => WebAssembly.compile(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0));
const incomplete = async () => WebAssembly.compile(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)); // has no functions

/** Loads what is given for a variant, and the real module otherwise. */
const loadWith =
  (broken: Partial<Record<KernelVariant, () => Promise<WebAssembly.Module>>>): LoadKernelModule =>
  (variant) =>
    (broken[variant] ?? (() => loadKernelModule(variant)))();

let uninstall = () => {};
const install = async (load: LoadKernelModule) => {
  const installed = await installFastest(load, fastestFirst);
  uninstall = installed.uninstall;
  return installed;
};

/** Of a small network's loss with respect to four images: what an attack goes by. */
const inputGradient = () => [
  tf.grad((x) => {
    const filter = tf.mul(random([3, 3, 1, 16], 2), 0.3) as tf.Tensor4D;
    const features = tf.maxPool(tf.relu(tf.conv2d(x as tf.Tensor4D, filter, 1, 'same')), 2, 2, 'same');
    return tf.sum(tf.logSoftmax(tf.matMul(tf.reshape(features, [4, -1]), random([16 * 16, 10], 3) as tf.Tensor2D)));
  })(random([4, 8, 8, 1], 1)),
];

beforeAll(startWasmBackend);
afterEach(() => {
  uninstall();
  vi.restoreAllMocks();
});

describe('installFastest', () => {
  it('takes the fastest variant where nothing is wrong', async () => {
    expect(kernelVariants).toEqual(['simd', 'relaxed']); // else the tests below would prove little
    expect(await install(loadKernelModule)).toMatchObject({ variant: 'relaxed', refusals: [] });
  });

  it.each([
    ['is blocked', blocked, /^relaxed: blocked by the network$/],
    ['is corrupt', corrupt, /^relaxed: .*WebAssembly/],
    ['lacks functions', incomplete, /^relaxed: wasm kernels: the module lacks .*convForward/],
  ] as const)('goes on to the next variant when a file %s', async (_, relaxed, reason) => {
    expect(await install(loadWith({ relaxed }))).toMatchObject({
      variant: 'simd',
      refusals: [expect.stringMatching(reason)],
    });
  });

  it('goes on to the next variant in an engine without relaxed SIMD', async () => {
    vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
    expect(await install(loadKernelModule)).toMatchObject({
      variant: 'simd',
      refusals: ['relaxed: wasm kernels: this engine has no relaxed SIMD'],
    });
  });

  it('leaves the stock kernels in an engine without SIMD', async () => {
    vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
    vi.spyOn(WebAssembly, 'compile').mockRejectedValue(new Error('SIMD unsupported'));
    const stock = tf.getKernel('Conv2D', 'wasm');
    expect(await install(loadKernelModule)).toMatchObject({
      variant: undefined,
      refusals: ['relaxed: wasm kernels: this engine has no relaxed SIMD', 'simd: SIMD unsupported'],
    });
    expect(tf.getKernel('Conv2D', 'wasm')).toBe(stock);
  });

  it('gives the same results on each path', async () => {
    const [want] = await valuesOn('wasm', inputGradient);
    const scale = Math.max(...want!.data.map(Math.abs));
    for (const load of [loadKernelModule, loadWith({ relaxed: blocked }), blocked]) {
      await install(load);
      const [got] = await valuesOn('wasm', inputGradient);
      uninstall();
      expect(Math.max(...got!.data.map((value, i) => Math.abs(value - want!.data[i]!))) / scale).toBeLessThan(1e-5);
    }
  });
});
