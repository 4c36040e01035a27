import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { type AttackId, attackCards, attackIds } from '../../src/attacks/catalog.ts';
import type { Norm } from '../../src/core/threat.ts';
import { budgetOf } from '../../src/spec/cells.ts';
import { outcomes } from '../../src/spec/summary.ts';
import * as tf from '../../src/tensor/tf.ts';
import { dot, linearSubject, reportOf } from '../fixtures.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** How far beyond the nearest adversarial image an attack may stop, as a share of the distance; and pixel units besides. */
const excess: Partial<Record<AttackId, number>> = {
  deepfool: 0.021, // overshoots by 2 %, and by 1e-4 at each step
  ddn: 0.005, // the radius moves in steps of 5 % up and down, whose products are 0.25 % apart
  fmn: 0.005,
  cw: 0.005,
  ead: 0.01,
  'fab-t': 0.01, // overshoots the boundary by 5 % of a step that it takes from 10 % before it
  hopskipjump: 0.1, // bisects to 1/8 of the way for l2 and 1/16 for linf in images of four pixels
  boundary: 0.02, // walks at random
};
const besides = 1.1e-4;

/**
 * Fine enough for boundaries as near as 0.001, where digits are a thousand times farther; and DDN on the margin, because the
 * gradient of the cross-entropy points between two classes that are about as near.
 */
const patient: Partial<Record<AttackId, Record<string, string>>> = {
  ddn: { 'ddn.steps': '300', 'ddn.loss': 'margin' },
  cw: { 'cw.learningRate': '0.002', 'cw.rounds': '8', 'cw.constant': '0.1' },
};

const weights = [
  [0, 0, 0, 0],
  [1, -2, 0.5, 0.25],
  [-1, -0.5, 0.7, -1.5],
];
const duals: Record<Norm, (w: readonly number[]) => number> = {
  linf: (w) => w.reduce((sum, v) => sum + Math.abs(v), 0),
  l2: (w) => Math.hypot(...w),
  l1: (w) => Math.max(...w.map(Math.abs)),
};

/** Distance to the boundary with class `to`, or with the nearest class: the margin over the dual norm of the difference. */
function distance(
  norm: Norm,
  pixels: readonly number[],
  label: number,
  columns: readonly (readonly number[])[],
  to = -1,
) {
  const ways = columns.map((column, k) => {
    const difference = column.map((v, i) => v - columns[label]![i]!);
    return k === label || (to >= 0 && k !== to) ? Infinity : -dot(difference, pixels) / duals[norm](difference);
  });
  return Math.min(...ways);
}

/** No closed form: salt and pepper sets pixels to black or white, so it never stops at the boundary. */
const minimal = attackIds.filter((id) => budgetOf(id) === 'minimal' && id !== 'saltpepper');
const cases = (goal: 'untargeted' | 'offset') =>
  minimal.flatMap((attack) =>
    (attackCards[attack].goals as readonly string[]).includes(goal)
      ? attackCards[attack].norms.map((norm) => ({ attack, norm }))
      : [],
  );

async function found(attack: AttackId, norm: Norm, columns: readonly (readonly number[])[], goal = {}) {
  // In the middle of the box, so that its walls never bind.
  const subject = linearSubject({ weights: columns, pixel: (u) => 0.45 + 0.1 * u });
  const report = await reportOf(subject, { attack, defense: 'none', norm, count: '24', ...goal, ...patient[attack] });
  return outcomes(report, { attack, defense: 'none', adaptive: true, epsilon: null }).map((outcome) => ({
    ...outcome,
    pixels: subject.pixels(outcome.image),
  }));
}

describe('minimum-norm attacks on a linear victim', () => {
  it.each(cases('untargeted'))(
    '$attack finds the nearest boundary of three classes in $norm',
    async ({ attack, norm }) => {
      for (const { image, pixels, label, success, distance: far } of await found(attack, norm, weights)) {
        const least = distance(norm, pixels, label, weights);
        expect(success, `image ${image}`).toBe(true);
        expect(far, `image ${image}`).toBeGreaterThanOrEqual(least * (1 - 1e-4));
        expect(far, `image ${image}`).toBeLessThanOrEqual(least * (1 + excess[attack]!) + besides);
      }
    },
  );

  it.each(cases('offset'))(
    '$attack finds the boundary of the class it is asked for in $norm',
    async ({ attack, norm }) => {
      const two = weights.slice(0, 2);
      for (const { image, pixels, label, success, distance: far } of await found(attack, norm, two, {
        goal: 'offset',
      })) {
        const least = distance(norm, pixels, label, two, 1 - label);
        expect(success, `image ${image}`).toBe(true);
        expect(far, `image ${image}`).toBeGreaterThanOrEqual(least * (1 - 1e-4));
        expect(far, `image ${image}`).toBeLessThanOrEqual(least * (1 + excess[attack]!) + besides);
      }
    },
  );

  it.each([
    { attack: 'cw', norm: 'l2' },
    { attack: 'ead', norm: 'l1' },
  ] as const)('$attack leads by the confidence it is asked for', async ({ attack, norm }) => {
    const two = weights.slice(0, 2);
    const outcomes = await found(attack, norm, two, { [`${attack}.confidence`]: '0.2' });
    const slope = duals[norm](two[1]!.map((v, i) => v - two[0]![i]!));
    for (const { image, pixels, label, distance: far } of outcomes) {
      const least = distance(norm, pixels, label, two) + 0.2 / slope;
      expect(far, `image ${image}`).toBeGreaterThanOrEqual(least * (1 - 1e-4));
      expect(far, `image ${image}`).toBeLessThanOrEqual(least * (1 + excess[attack]!) + besides);
    }
  });
});
