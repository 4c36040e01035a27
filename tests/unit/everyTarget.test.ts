import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeRng } from '../../src/core/rng.ts';
import type { Run } from '../../src/engine/attackCell.ts';
import { everyTarget } from '../../src/engine/everyTarget.ts';
import { outcomes, resultRows } from '../../src/spec/summary.ts';
import type { Images, Logits } from '../../src/tensor/norms.ts';
import * as tf from '../../src/tensor/tf.ts';
import { linearSubject, memoryEnv, reportOf, steadyVictim } from '../fixtures.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const classes = 4;
/** Images of one pixel; class k answers to pixels near k / 10. */
const logits = (x: Images): Logits =>
  tf.tidy(() => {
    const pixel = tf.reshape(x, [-1, 1]);
    const centres = tf.tensor2d([[0, 0.1, 0.2, 0.3]]);
    return tf.neg(tf.abs(tf.sub(pixel, centres))) as Logits;
  });

/** Puts the pixel of class t at t / 10 if it may be that far away, and keeps a list of what it was asked. */
const jump =
  (asked: number[][], reach: number): Run =>
  async ({ objective, x0 }) => {
    if (objective.kind !== 'targeted') throw new Error('expected a target');
    const targets = Array.from(await objective.targets.data());
    asked.push(targets);
    const pixels = Array.from(await x0.data());
    const moved = pixels.map((pixel, i) => (Math.abs(targets[i]! / 10 - pixel) <= reach ? targets[i]! / 10 : pixel));
    return tf.tensor4d(moved, x0.shape);
  };

async function run(labels: readonly number[], reach: number, epsilon: number) {
  const asked: number[][] = [];
  const x0: Images = tf.tensor4d(
    labels.map((label) => label / 10),
    [labels.length, 1, 1, 1],
  );
  const tensor = tf.tensor1d([...labels], 'int32');
  const rows = (indices: readonly number[]) => ({ ...steadyVictim({ classes, logits }), rows, n: indices.length });
  const before = tf.memory().numTensors;
  const found = await everyTarget(jump(asked, reach))({
    victim: { ...steadyVictim({ classes, logits }), rows },
    x0,
    objective: { kind: 'untargeted', labels: tensor },
    threat: { norm: 'linf', epsilon },
    ctx: { signal: new AbortController().signal, rngOf: makeRng, tick: async () => undefined },
  });
  const pixels = Array.from(await found.data(), (value) => Math.round(10 * value));
  found.dispose();
  expect(tf.memory().numTensors).toBe(before); // nothing leaks
  tf.dispose([x0, tensor]);
  return { asked, pixels };
}

describe('an attack aimed at every wrong class', () => {
  it('takes them in turn, starting after the true one, and drops images at the first it reaches', async () => {
    const { asked, pixels } = await run([0, 3], 0.11, 0.15);
    // Image 0 reaches class 1 at once; image 3 cannot reach 0 or 1, and gets to 2.
    expect(asked).toEqual([[1, 0], [1], [2]]);
    expect(pixels).toEqual([1, 2]);
  });

  it('keeps the clean image where no class can be reached', async () => {
    const { asked, pixels } = await run([0], 0.05, 0.15);
    expect(asked).toEqual([[1], [2], [3]]);
    expect(pixels).toEqual([0]);
  });

  it('tries all and keeps the nearest where there is no budget', async () => {
    const { asked, pixels } = await run([1], 1, Number.POSITIVE_INFINITY);
    expect(asked).toEqual([[2], [3], [0]]);
    expect([0, 2]).toContain(pixels[0]); // both are one step away; never 3
  });

  it('calls any wrong answer a success and finds at least what each single target finds', async () => {
    const subject = linearSubject({ classes: 8, shape: [3, 3, 1] });
    const text = { attack: 'pgd', 'pgd.steps': '5', 'pgd.stepSize': '0.4', defense: 'none', eps: '0.08', count: '40' };
    const cell = { attack: 'pgd' as const, defense: 'none', adaptive: true, epsilon: 0.08 };
    const wrongUnder = async (goal: Record<string, string>) =>
      outcomes(await reportOf(subject, { ...text, ...goal }), cell).flatMap(({ image, success }) =>
        success ? [image] : [],
      );
    const best = await wrongUnder({ goal: 'best-of-all' });
    const singles = await Promise.all(
      ['1', '2', '3', '4', '5', '6', '7'].map((target) => wrongUnder({ goal: 'offset', target })),
    );
    expect([...new Set(singles.flat())].sort()).toEqual([...best].sort());
    expect(best.length).toBeGreaterThan(Math.max(...singles.map(({ length }) => length)));
  });

  it('gives an image the same answer in any batch', async () => {
    const subject = linearSubject({ classes: 4, shape: [4, 4, 1] });
    const text = {
      attack: 'pgd',
      'pgd.steps': '3',
      defense: 'none,gaussian',
      eot: '2',
      eps: '0.1',
      count: '11',
      goal: 'best-of-all',
    };
    const whole = resultRows(await reportOf(subject, text, { env: memoryEnv({ batchSize: 11 }) }));
    for (const batchSize of [1, 4])
      expect(resultRows(await reportOf(subject, text, { env: memoryEnv({ batchSize }) }))).toEqual(whole);
  });
});
