import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installWasmKernels } from '../../src/kernels/wasm/install.ts';
import { type AdamState, adamStep, composedAdamStep, sgdStep } from '../../src/tensor/optimizerStep.ts';
import { kernelVariants, loadKernelModule, random, startWasmBackend, valuesOn } from './wasmBackend.ts';

const attrs = { rate: 0.0123, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };
const states = [[], [1], [3], [4, 5], [1023]].map((shape) => [`[${shape}]`, shape] as const);
const inputs = (shape: readonly number[]) => ({
  state: { x: random(shape, 1), first: random(shape, 2), second: tf.abs(random(shape, 3)) },
  gradient: random(shape, 4),
});
const listed = ({ x, first, second }: AdamState) => [x, first, second];

describe.each(kernelVariants)('updates in one kernel, variant %s', (variant) => {
  let uninstall: () => void;
  beforeAll(async () => {
    await startWasmBackend();
    uninstall = await installWasmKernels(loadKernelModule, { variant });
  });
  afterAll(() => uninstall());

  it.each(states)('Adam has the bits of the composed update for %s', async (_name, shape) => {
    const { state, gradient } = inputs(shape);
    const [got, want] = [
      await valuesOn('wasm', () => listed(adamStep(state, gradient, attrs))),
      await valuesOn('wasm', () => listed(composedAdamStep(state, gradient, attrs))),
    ];
    expect(got).toEqual(want);
    tf.dispose([...listed(state), gradient]);
  });

  it.each(states)('SGD moves down the gradient for %s', async (_name, shape) => {
    const moved = () => {
      const { state, gradient } = inputs(shape);
      return [sgdStep(state.x, gradient, 0.1)];
    };
    expect(await valuesOn('wasm', moved)).toEqual(await valuesOn('cpu', moved));
  });

  it('are one kernel each, and leave what they were given as it was', async () => {
    await tf.setBackend('wasm');
    const { state, gradient } = inputs([5]);
    const before = await Promise.all(listed(state).map((part) => part.data()));
    const { kernelNames } = await tf.profile(() => tf.tidy(() => listed(adamStep(state, gradient, attrs))));
    expect(kernelNames).toEqual(['AdamStep']);
    expect(await Promise.all(listed(state).map((part) => part.data()))).toEqual(before);
    tf.dispose([...listed(state), gradient]);
  });
});
