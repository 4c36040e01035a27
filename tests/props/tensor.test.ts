import '@tensorflow/tfjs-backend-cpu';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { lossNames } from '../../src/core/lossNames.ts';
import { makeRng } from '../../src/core/rng.ts';
import { norms } from '../../src/core/threat.ts';
import { attackerGain, lossFor, type Objective, reached } from '../../src/tensor/losses.ts';
import { balls, confine, type Images, type Labels, type Logits, sampleBall } from '../../src/tensor/norms.ts';
import * as tf from '../../src/tensor/tf.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const shape: [number, number, number, number] = [1, 2, 2, 1];
const pixels = (min: number, max: number) =>
  fc.array(fc.float({ min, max, noNaN: true }), { minLength: 4, maxLength: 4 });
const budgets = fc.double({ min: 0.01, max: 2, noNaN: true });

async function numbers(make: () => tf.Tensor): Promise<number[]> {
  const tensor = tf.tidy(make);
  const values = Array.from(await tensor.data());
  tensor.dispose();
  return values;
}

describe.each(norms)('%s ball', (norm) => {
  const ball = balls[norm];
  const length = async (delta: readonly number[]) =>
    (await numbers(() => ball.distance(tf.tensor4d([...delta], shape), tf.zeros(shape))))[0]!;

  const unsigned = (value: number) => value + 0; // −0 and 0 are the same point

  it('projects inside, keeps what is inside, and does so once and for all', async () => {
    await fc.assert(
      fc.asyncProperty(pixels(-3, 3), budgets, async (delta, epsilon) => {
        const once = await numbers(() => ball.project(tf.tensor4d(delta, shape), epsilon));
        expect(await length(once)).toBeLessThanOrEqual(epsilon * (1 + 1e-5));
        const twice = await numbers(() => ball.project(tf.tensor4d(once, shape), epsilon));
        for (const [i, value] of twice.entries()) expect(value).toBeCloseTo(once[i]!, 5);
        if ((await length(delta)) < epsilon * 0.999) expect(once.map(unsigned)).toEqual(delta.map(unsigned));
      }),
      { numRuns: 50 },
    );
  });

  it('confines to the ball and the box at once', async () => {
    await fc.assert(
      fc.asyncProperty(pixels(-3, 3), pixels(0, 1), budgets, async (x, x0, epsilon) => {
        const inside = await numbers(() => confine(ball, tf.tensor4d(x, shape), tf.tensor4d(x0, shape), epsilon));
        for (const value of inside) expect(value >= 0 && value <= 1).toBe(true);
        expect(await length(inside.map((value, i) => value - x0[i]!))).toBeLessThanOrEqual(epsilon * (1 + 1e-5) + 1e-6);
      }),
      { numRuns: 50 },
    );
  });

  it('steps in a direction of length one that goes uphill, however small the gradient', async () => {
    await fc.assert(
      fc.asyncProperty(pixels(-1, 1), fc.integer({ min: -30, max: 0 }), async (direction, exponent) => {
        const g = direction.map((v) => Math.fround(v * 10 ** exponent));
        if (Math.hypot(...g) < 1e-35) return;
        const step = await numbers(() => ball.steepest(tf.tensor4d(g, shape)));
        expect(await length(step)).toBeCloseTo(1, 4);
        expect(step.reduce((sum, v, i) => sum + v * g[i]!, 0)).toBeGreaterThan(0);
      }),
      { numRuns: 60 },
    );
  });

  it('draws points inside that depend on the image and not on its batch', async () => {
    const rng = makeRng('draw');
    const draw = (images: number[]) =>
      numbers(() => sampleBall(ball, [images.length, 2, 2, 1], 0.5, (i) => rng.fork(images[i]!)));
    const both = await draw([7, 9]);
    expect(await draw([9])).toEqual(both.slice(4));
    for (let i = 0; i < 200; i++) expect(await length(await draw([i]))).toBeLessThanOrEqual(0.5 * (1 + 1e-6));
  });
});

const scores = fc.array(fc.float({ min: -20, max: 20, noNaN: true }), { minLength: 5, maxLength: 5 });
const objectives = (label: number, target: number): Objective[] => {
  const labels = tf.tensor1d([label], 'int32') as Labels;
  return [
    { kind: 'untargeted', labels },
    { kind: 'targeted', labels, targets: tf.tensor1d([target], 'int32') as Labels },
  ];
};

describe.each(lossNames)('%s loss', (loss) => {
  it('is finite, and larger where the attacker is better off', async () => {
    await fc.assert(
      fc.asyncProperty(scores, async (z) => {
        for (const i of [0, 1]) {
          const gain = async (logits: number[]) =>
            (await numbers(() => attackerGain(loss, objectives(0, 1)[i]!, tf.tensor2d(logits, [1, 5]) as Logits)))[0]!;
          const better = [z[0]! - 3, z[1]! + 3, ...z.slice(2)];
          const [now, then] = [await gain(z), await gain(better)];
          expect(Number.isFinite(now) && Number.isFinite(then)).toBe(true);
          // DLR is scale free, so it need not rise with every logit; it must say who wins
          if (loss !== 'dlr') expect(then).toBeGreaterThanOrEqual(now - 1e-4);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe.each(['margin', 'dlr'] as const)('%s loss', (loss) => {
  it('is positive exactly where the untargeted attacker has won', async () => {
    await fc.assert(
      fc.asyncProperty(scores, async (z) => {
        if (new Set(z).size < 5) return; // ties
        const won = await numbers(() => reached(objectives(0, 1)[0]!, tf.tensor2d(z, [1, 5]) as Logits));
        const [gain] = await numbers(() => attackerGain(loss, objectives(0, 1)[0]!, tf.tensor2d(z, [1, 5]) as Logits));
        if (Math.abs(gain!) > 1e-6) expect(gain! > 0).toBe(won[0] === 1);
      }),
      { numRuns: 40 },
    );
  });
});

it('falls back to the margin where DLR has too few classes', () => {
  expect([2, 3, 4].map((classes) => lossFor('dlr', { kind: 'untargeted' }, classes))).toEqual(['margin', 'dlr', 'dlr']);
  expect([3, 4].map((classes) => lossFor('dlr', { kind: 'targeted' }, classes))).toEqual(['margin', 'dlr']);
});

it('gives the gradient of the cross-entropy that finite differences give', async () => {
  const z = [1, -2, 0.5];
  const objective: Objective = { kind: 'untargeted', labels: tf.tensor1d([1], 'int32') };
  const at = async (logits: number[]) =>
    (await numbers(() => attackerGain('ce', objective, tf.tensor2d(logits, [1, 3]) as Logits)))[0]!;
  const gradient = await numbers(() =>
    tf.grad((v: tf.Tensor) => tf.sum(attackerGain('ce', objective, v as Logits)))(tf.tensor2d(z, [1, 3])),
  );
  for (const i of [0, 1, 2]) {
    const moved = (h: number) => z.map((v, j) => (i === j ? v + h : v));
    expect(gradient[i]).toBeCloseTo(((await at(moved(1e-2))) - (await at(moved(-1e-2)))) / 2e-2, 3);
  }
});

it('never lets an image of the batch change another', async () => {
  const images = (values: number[]): Images => tf.tensor4d(values, [values.length / 4, 2, 2, 1]);
  for (const norm of norms) {
    const pair = await numbers(() => balls[norm].steepest(images([1, 2, 3, 4, 1e-6, 0, 0, -1e-6])));
    const alone = await numbers(() => balls[norm].steepest(images([1e-6, 0, 0, -1e-6])));
    expect(pair.slice(4)).toEqual(alone);
  }
});
