import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, expect, it } from 'vitest';
import { craft } from '../../src/engine/craft.ts';
import { parseSpec } from '../../src/spec/spec.ts';
import { outcomes } from '../../src/spec/summary.ts';
import * as tf from '../../src/tensor/tf.ts';
import { linearSubject, memoryEnv, reportOf } from '../fixtures.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const text = {
  attack: 'fab-t,pgd',
  defense: 'none',
  count: '12',
  eps: '0.12',
  'pgd.steps': '5',
  'pgd.stepSize': '0.4',
};
const images = Array.from({ length: 12 }, (_, i) => i);
const { signal } = new AbortController();

it.each(['fab-t', 'pgd'] as const)('shows the very images of the run at a budget (%s)', async (attack) => {
  const subject = linearSubject({ classes: 3, shape: [3, 3, 1] });
  const report = await reportOf(subject, text);
  const cell = { attack, defense: 'none', adaptive: true, epsilon: 0.12 };
  const before = tf.memory().numTensors;
  const crafted = await craft(parseSpec(text), subject, { cell, images, trace: false }, memoryEnv(), signal);
  expect(tf.memory().numTensors).toBe(before);
  const wanted = outcomes(report, cell);
  expect(new Set(wanted.map(({ success }) => success))).toEqual(new Set([true, false]));
  wanted.forEach(({ distance }, i) => {
    expect(crafted.distances[i], `image ${i}`).toBeCloseTo(distance, 6);
  });
});

it('shows the nearest image itself where the cell has no budget', async () => {
  const subject = linearSubject({ classes: 3, shape: [3, 3, 1] });
  const cell = { attack: 'fab-t', defense: 'none', adaptive: true, epsilon: null } as const;
  const crafted = await craft(parseSpec(text), subject, { cell, images, trace: false }, memoryEnv(), signal);
  expect(crafted.distances.every((distance) => distance > 0)).toBe(true);
  expect(crafted.distances.some((distance) => distance > 0.12)).toBe(true);
});
