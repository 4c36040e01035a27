import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, expect, it } from 'vitest';
import type { Classifier } from '../../src/classifiers/classifier.ts';
import type { Env } from '../../src/engine/env.ts';
import { fitted } from '../../src/engine/fitted.ts';
import { run } from '../../src/engine/lab.ts';
import type { RunEvent } from '../../src/spec/events.ts';
import { formatSpec, parseSpec } from '../../src/spec/spec.ts';
import * as tf from '../../src/tensor/tf.ts';
import { linearSubject, memoryEnv } from '../fixtures.ts';
import { fileEnv, resultsOf, smallFiles, smallText } from '../worker/hosts.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** A device that takes so many images of a model at once, by the number of its classes, and tries what it is given. */
function small(room: (kernels: readonly string[]) => number): Pick<Env, 'fitBatch'> {
  return {
    fitBatch: async (gradientOf) => {
      const { kernels } = await tf.profile(() => tf.tidy(() => gradientOf(2)));
      return room(kernels.map(({ name }) => name));
    },
  };
}

it('takes the largest batch that fits every model, and leaves no tensors behind', async () => {
  const models = [linearSubject().classifier, linearSubject({ classes: 5 }).classifier];
  const rooms = [6, 4];
  const env = { ...memoryEnv(), ...small(() => rooms.shift()!) };
  const before = tf.memory().numTensors;
  expect(await fitted(env, models)).toMatchObject({ batchSize: 4 });
  expect(tf.memory().numTensors).toBe(before);
});

it('keeps the batch size where the host has nothing to fit', async () => {
  const env = memoryEnv({ batchSize: 7 });
  expect(await fitted(env, [linearSubject().classifier])).toBe(env);
});

it('asks a model without gradients for answers only', async () => {
  const { classifier } = linearSubject();
  const products = async (model: Classifier) => {
    let count = 0;
    const env = {
      ...memoryEnv(),
      ...small((kernels) => (count = kernels.filter((name) => name === 'BatchMatMul').length)),
    };
    await fitted(env, [model]);
    return count;
  };
  expect(await products({ ...classifier, gradient: 'none' })).toBe(1);
  expect(await products(classifier)).toBe(2);
});

it('runs an experiment in smaller batches with the same results', async () => {
  const files = await smallFiles();
  const resultsWith = async (env: Env) => {
    const events: RunEvent[] = [];
    const host = { signal: new AbortController().signal, emit: (event: RunEvent) => events.push(event) };
    await run(formatSpec(parseSpec(smallText)), env, host);
    return { results: resultsOf(smallText, events), blocks: events.filter(({ kind }) => kind === 'cell').length };
  };
  const usual = await resultsWith(fileEnv(files, 8));
  const tight = await resultsWith({ ...fileEnv(files, 8), ...small(() => 3) });
  expect(tight.blocks).toBeGreaterThan(usual.blocks);
  const decisions = ({ results }: typeof usual) =>
    Object.values(results.cells).map(({ blocks }) => blocks.flatMap(({ success }) => [...success]));
  expect(decisions(tight)).toEqual(decisions(usual));
});
