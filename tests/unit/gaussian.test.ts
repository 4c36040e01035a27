import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeRng } from '../../src/core/rng.ts';
import { gaussian } from '../../src/defenses/gaussian.ts';
import { type Batch, loadBatch } from '../../src/engine/batches.ts';
import { defended } from '../../src/engine/victim.ts';
import { parseSpec } from '../../src/spec/spec.ts';
import { gainOf, gradientAt } from '../../src/tensor/gradient.ts';
import type { Images, Logits } from '../../src/tensor/norms.ts';
import * as tf from '../../src/tensor/tf.ts';
import { linearSubject } from '../fixtures.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const subject = linearSubject({ classes: 3, shape: [3, 2, 1] });
const chain = parseSpec({ defense: 'gaussian', 'gaussian.sigma': '0.3' }).defenses[0]!;

const valuesOf = async (tensor: tf.Tensor) => {
  const values = Array.from(await tensor.data());
  tensor.dispose();
  return values;
};

/** Logits of some images behind the noise, asked twice in a row. */
async function answers(positions: readonly number[], size: number, purpose = 'a'): Promise<number[][]> {
  const batch = await loadBatch(subject, positions, size);
  const victim = defended({ seed: 1, eot: 0 }, subject, batch, { chain, purpose });
  const asked = [await valuesOf(victim.logits(batch.x)), await valuesOf(victim.logits(batch.x))];
  batch.dispose();
  const { classes } = subject.classifier;
  return positions.map((_, i) => asked.flatMap((logits) => logits.slice(i * classes, (i + 1) * classes)));
}

describe('the gaussian defense', () => {
  it('has the mean and the spread it is set to', async () => {
    const size = 40 * 40;
    const x: Images = tf.fill([4, 40, 40, 1], 0.5);
    const found = await valuesOf(tf.tidy(() => gaussian(x, { sigma: 0.25 }, makeRng)));
    x.dispose();
    for (let image = 0; image < 4; image++) {
      const deviations = found.slice(image * size, (image + 1) * size).map((value) => value - 0.5);
      const mean = deviations.reduce((a, b) => a + b) / size;
      const deviation = Math.sqrt(deviations.reduce((sum, d) => sum + d * d, 0) / size);
      expect(Math.abs(mean)).toBeLessThan((4 * 0.25) / Math.sqrt(size)); // four standard errors
      expect(Math.abs(deviation / 0.25 - 1)).toBeLessThan(4 / Math.sqrt(2 * size));
    }
  });

  it('is not clipped to the pixel box, so that its gradient is exact', async () => {
    const gradient = await valuesOf(
      tf.tidy(() =>
        tf.grad((x: tf.Tensor) => tf.sum(gaussian(x as Images, { sigma: 1 }, makeRng)))(tf.ones([1, 3, 3, 1])),
      ),
    );
    expect(gradient).toEqual(Array.from({ length: 9 }, () => 1));
  });

  it('gives an image the same draws alone, in company, in any order and beside padding', async () => {
    const alone = [...(await answers([4], 1)), ...(await answers([7], 1))];
    expect(await answers([4, 7], 2)).toEqual(alone);
    expect((await answers([7, 2, 4], 5)).filter((_, i) => i !== 1)).toEqual([alone[1], alone[0]]);
  });

  it('draws anew for every answer and for every purpose', async () => {
    const [row] = await answers([4], 1);
    expect(row!.slice(0, 3)).not.toEqual(row!.slice(3));
    expect(await answers([4], 1, 'b')).not.toEqual([row]);
  });

  it('goes on with the stream of an image when only some rows are asked', async () => {
    const batch = await loadBatch(subject, [4, 7, 9], 3);
    const victim = defended({ seed: 1, eot: 0 }, subject, batch, { chain, purpose: 'a' });
    const first = await valuesOf(victim.logits(batch.x));
    const last = tf.slice(batch.x, [2, 0, 0, 0], [1, -1, -1, -1]);
    const second = await valuesOf(victim.rows([2]).logits(last as Images));
    tf.dispose(last);
    batch.dispose();
    expect([...first.slice(6), ...second]).toEqual((await answers([9], 1))[0]);
  });
});

describe('expectation over transformation', () => {
  /** log p of class 1 where the score is x². Its expected gradient behind noise is known: E[∂(x+n)²] = 2x. */
  const square = (rngOf: (i: number) => ReturnType<typeof makeRng>, draws: number) => ({
    draws,
    logits: (x: Images): Logits =>
      tf.tidy(() => tf.reshape(tf.square(gaussian(x, { sigma: 0.5 }, rngOf)), [x.shape[0], -1]) as Logits),
  });
  const gain = (logits: Logits) => tf.sum(logits, 1) as tf.Tensor1D;

  async function gradientOver(draws: number): Promise<number[]> {
    const rng = makeRng('eot');
    const x: Images = tf.fill([1, 5, 5, 1], 0.3);
    const {
      gradient,
      gain: value,
      z,
    } = gradientAt(
      square(() => rng, draws),
      gain,
      x,
    );
    tf.dispose([x, value, z]);
    return valuesOf(gradient);
  }
  const error = (gradient: readonly number[]) =>
    Math.sqrt(gradient.reduce((sum, g) => sum + (g - 0.6) ** 2, 0) / gradient.length);

  it('averages the gradient over its draws, so that its error shrinks with their root', async () => {
    const [one, many] = [error(await gradientOver(1)), error(await gradientOver(400))];
    expect(one).toBeGreaterThan(0.5); // 2σ = 1 is the spread of a single draw
    expect(many).toBeLessThan(0.1); // 2σ/√400 = 0.05
  });

  it('is the mean of the single gradients, draw by draw', async () => {
    const rng = makeRng('eot');
    const x: Images = tf.fill([1, 5, 5, 1], 0.3);
    const singles: number[][] = [];
    for (let draw = 0; draw < 3; draw++) {
      const {
        gradient,
        gain: value,
        z,
      } = gradientAt(
        square(() => rng, 1),
        gain,
        x,
      );
      tf.dispose([value, z]);
      singles.push(await valuesOf(gradient));
    }
    x.dispose();
    const mean = singles[0]!.map((_, i) => (singles[0]![i]! + singles[1]![i]! + singles[2]![i]!) / 3);
    const found = await gradientOver(3);
    for (const [i, value] of mean.entries()) expect(found[i]).toBeCloseTo(value, 5);
  });

  it('takes as many draws as the run says, 20 where it leaves the number open, and one of a steady model', async () => {
    const batch: Pick<Batch, 'positions'> = { positions: [0] };
    const draws = (eot: number, defense = chain) =>
      defended({ seed: 0, eot }, subject, batch, { chain: defense, purpose: 'a' }).draws;
    expect([draws(0), draws(7), draws(7, [])]).toEqual([20, 7, 1]);
  });

  it('leaks nothing', async () => {
    const batch = await loadBatch(subject, [1, 2], 2);
    const victim = defended({ seed: 0, eot: 3 }, subject, batch, { chain, purpose: 'a' });
    const before = tf.memory().numTensors;
    const at = gradientAt(victim, gainOf('ce', { kind: 'untargeted', labels: batch.labels }), batch.x);
    tf.dispose([at.gradient, at.gain, at.z]);
    expect(tf.memory().numTensors).toBe(before);
    batch.dispose();
  });
});
