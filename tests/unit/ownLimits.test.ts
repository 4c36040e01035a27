import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { craft } from '../../src/engine/craft.ts';
import type { Cell } from '../../src/spec/cells.ts';
import { parseSpec, type SpecText } from '../../src/spec/spec.ts';
import { outcomes, resultRows } from '../../src/spec/summary.ts';
import * as tf from '../../src/tensor/tf.ts';
import { type LinearSubject, linearSubject, memoryEnv, reportOf } from '../fixtures.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const signal = new AbortController().signal;
const cellOf = (attack: Cell['attack']): Cell => ({ attack, defense: 'none', adaptive: true, epsilon: null });
const run = (attack: Cell['attack'], text: SpecText) => ({ attack, defense: 'none', count: '20', ...text });

/** Every image of a run, crafted again. */
async function crafted(subject: LinearSubject, attack: Cell['attack'], text: SpecText) {
  const spec = parseSpec(run(attack, text));
  const images = Array.from({ length: spec.count }, (_, i) => i);
  return craft(spec, subject, { cell: cellOf(attack), images, trace: false }, memoryEnv(), signal);
}

/** Numbers that differ, image by image. */
function changes({ clean, adversarial, images }: Awaited<ReturnType<typeof crafted>>): number[][] {
  const size = clean.length / images.length;
  return images.map((_, i) =>
    Array.from({ length: size }, (_, p) => p).filter((p) => clean[i * size + p] !== adversarial[i * size + p]),
  );
}

describe('rotation and shift', () => {
  const subject = () => linearSubject({ classes: 3, shape: [5, 4, 2] });

  it('are the identity when both limits are 0', async () => {
    const still = { 'spatial.angle': '0', 'spatial.shift': '0' };
    const { clean, adversarial } = await crafted(subject(), 'spatial', still);
    expect(adversarial).toEqual(clean);
    const [row] = resultRows(await reportOf(subject(), run('spatial', still)));
    expect(row).toMatchObject({ robust: { value: 1 }, medianQueries: Number.NaN });
  });

  it('find the worst case of the grid: more of it never helps the defender, and every question is counted', async () => {
    const rates = [];
    for (const limit of ['0', '1', '2']) {
      const grid = { 'spatial.shift': limit, 'spatial.shifts': '5', 'spatial.angle': '0' };
      const report = await reportOf(subject(), run('spatial', grid));
      rates.push(resultRows(report)[0]!.robust.value);
      const { blocks } = Object.values(report.cells)[0]!;
      for (const { queries, success } of blocks)
        success.forEach((hit, i) => {
          const asked = limit === '0' ? 1 : 25;
          if (hit) expect(queries![i]).toBeLessThanOrEqual(asked);
          else expect(queries![i]).toBe(asked);
        });
    }
    expect(rates[0]).toBe(1);
    expect(rates[2]).toBeLessThan(rates[0]!);
  });

  it('ask no more than the query budget', async () => {
    const report = await reportOf(subject(), { ...run('spatial', {}), queries: '7' });
    for (const { queries } of Object.values(report.cells)[0]!.blocks)
      expect(Math.max(...queries!)).toBeLessThanOrEqual(7);
  });
});

describe('JSMA', () => {
  const subject = () => linearSubject({ classes: 4, shape: [4, 4, 1] });

  it.each([0, 0.3, 1])('changes at most a share γ = %f of the numbers, each to white', async (gamma) => {
    const result = await crafted(subject(), 'jsma', { 'jsma.gamma': String(gamma) });
    changes(result).forEach((places, i) => {
      expect(places.length).toBeLessThanOrEqual(gamma * 16);
      expect(places.length % 2).toBe(0);
      for (const p of places) expect(result.adversarial[i * 16 + p]).toBe(1);
    });
  });

  it('begins with the pair that a search through all pairs finds', async () => {
    const linear = subject();
    const result = await crafted(linear, 'jsma', { goal: 'offset', target: '1', 'jsma.gamma': '0.125' });
    changes(result).forEach((places, i) => {
      const target = (result.labels[i]! + 1) % 4;
      const toward = linear.weights[target]!;
      const others = toward.map((_, p) => linear.weights.reduce((sum, w, k) => (k === target ? sum : sum + w[p]!), 0));
      const value = (p: number, q: number) => {
        const [a, b] = [toward[p]! + toward[q]!, others[p]! + others[q]!];
        return a > 0 && b < 0 ? -a * b : 0;
      };
      const pairs = toward.flatMap((_, p) => toward.map((__, q) => (p < q ? value(p, q) : 0)));
      expect(places).toHaveLength(2);
      expect(value(places[0]!, places[1]!)).toBeCloseTo(Math.max(...pairs), 3);
    });
  });

  it('darkens with a negative θ', async () => {
    const { clean, adversarial } = await crafted(subject(), 'jsma', { 'jsma.theta': '-0.2', 'jsma.gamma': '0.5' });
    expect(adversarial.some((value, i) => value < clean[i]!)).toBe(true);
    expect(adversarial.every((value, i) => value <= clean[i]!)).toBe(true);
  });
});

describe('corruptions', () => {
  const subject = () => linearSubject({ classes: 10, shape: [6, 6, 1], pixel: (u) => u });

  it('give each image one of all versions for the mean, and the mildest that works for the worst case', async () => {
    const mean = resultRows(await reportOf(subject(), run('corruptions', { count: '60' })))[0]!;
    const worst = resultRows(
      await reportOf(subject(), run('corruptions', { count: '60', 'corruptions.pick': 'worst' })),
    )[0]!;
    expect(worst.robust.value).toBeLessThan(mean.robust.value);
  });

  it('reach every severity of one kind by itself', async () => {
    const distances = [];
    for (const severity of ['1', '5']) {
      const noise = { 'corruptions.kind': 'gaussian-noise', 'corruptions.severity': severity };
      const report = await reportOf(subject(), { ...run('corruptions', noise), norm: 'l2' });
      distances.push(outcomes(report, cellOf('corruptions')).reduce((sum, { distance }) => sum + distance, 0));
    }
    expect(distances[1]! / distances[0]!).toBeGreaterThan(2); // σ 0.1 instead of 0.04
    expect(distances[1]! / distances[0]!).toBeLessThan(2.7);
  });
});

describe('attacks with limits of their own', () => {
  it('have one row without a budget and no part in the worst case', async () => {
    const report = await reportOf(linearSubject({ classes: 3, shape: [5, 5, 1] }), {
      ...run('fgsm', {}),
      attack: 'fgsm,spatial,jsma',
      eps: '0.001,0.002',
      'jsma.gamma': '1',
    });
    const rows = resultRows(report).map(({ attack, epsilon }) => [attack, epsilon]);
    expect(rows).toEqual([
      ['fgsm', 0.001],
      ['worst', 0.001],
      ['fgsm', 0.002],
      ['worst', 0.002],
      ['spatial', null],
      ['jsma', null],
    ]);
    const value = (attack: string) => resultRows(report).find((row) => row.attack === attack)!.robust.value;
    expect(value('worst')).toBe(value('fgsm'));
    expect(value('jsma')).toBeLessThan(value('worst'));
  });
});
