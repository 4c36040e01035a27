import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, expect, it } from 'vitest';
import { settingWarnings } from '../../src/engine/doubts.ts';
import { parseSpec } from '../../src/spec/spec.ts';
import * as tf from '../../src/tensor/tf.ts';
import { linearSubject } from '../fixtures.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

it.each([
  { classes: 2, told: ['apgd-dlr', 'apgd-t', 'pgd'] },
  { classes: 3, told: ['apgd-t'] },
  { classes: 4, told: [] },
])('says which attacks fall back to the margin for want of classes ($classes)', ({ classes, told }) => {
  const spec = parseSpec({ attack: 'pgd,apgd-ce,apgd-dlr,apgd-t', 'pgd.loss': 'dlr', defense: 'none' });
  const fallbacks = settingWarnings(spec, linearSubject({ classes })).filter(({ code }) => code === 'dlr-fallback');
  expect(fallbacks.map(({ cells }) => cells.attack).sort()).toEqual(told);
});
