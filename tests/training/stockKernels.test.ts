import { expect, it } from 'vitest';
import { failureOf } from '../../src/core/errors.ts';
import { openNodeEnv } from '../../src/platform/nodeEnv.ts';
import { train } from '../../src/training/train.ts';
import { stripes, stripesRecipe } from './stripes.ts';

it('training with stock WebAssembly kernels ends in one error that says what to do', async () => {
  const { env } = await openNodeEnv({ backend: 'wasm', kernels: 'stock' });
  const host = { signal: new AbortController().signal, emit: () => undefined };
  const failure = await train(stripesRecipe, { images: stripes(320) }, env, host).catch(failureOf);
  expect(failure).toMatchObject({ code: 'backend', problems: [{ code: 'no-kernel' }] });
  expect(failure).toHaveProperty(
    'message',
    expect.stringMatching(/^backend: wasm has no Conv2DBackpropFilter, .*take backend cpu/),
  );
});
