import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { lengthOf } from '../../src/core/length.ts';
import type { Norm } from '../../src/core/threat.ts';
import { landscape } from '../../src/engine/landscape.ts';
import { parseSpec } from '../../src/spec/spec.ts';
import * as tf from '../../src/tensor/tf.ts';
import { dot, linearSubject, memoryEnv } from '../fixtures.ts';

beforeAll(async () => void (await tf.setBackend('cpu')));

const subject = linearSubject({ shape: [3, 4, 1] });
const [first, second] = subject.weights;
const image = 2;
const x0 = subject.pixels(image);
/** Toward the other class; its scalar product with a direction says how fast the lead shrinks. */
const slope = first!.map((w, p) => (dot(first!, x0) > dot(second!, x0) ? second![p]! - w : w - second![p]!));
const lead = Math.abs(dot(first!, x0) - dot(second!, x0));

/** Whether an image is on the other side of the boundary. */
const beyond = (x: readonly number[]) => dot(slope, x) - dot(slope, x0) > lead;

const around = (norm: Norm, delta: readonly number[], radius: number) =>
  landscape(
    parseSpec({ norm, attack: 'pgd', defense: 'none', eps: '0.1' }),
    subject,
    {
      cell: { defense: 'none' },
      image,
      adversarial: Float32Array.from(x0, (value, p) => value + delta[p]!),
      radius,
      side: 5,
      draws: 100,
    },
    memoryEnv(),
    new AbortController().signal,
  );

describe('the landscape of a linear model', () => {
  it.each(['linf', 'l2', 'l1'] as const)(
    'finds in %s where the direction of the attack crosses the boundary',
    async (norm) => {
      const delta = slope.map((s) => (norm === 'linf' ? 0.01 * Math.sign(s) : 0.001 * s));
      const along = dot(slope, delta) / lengthOf(norm, delta); // decrease of the lead per unit of length
      const { flipsAt, reach } = await around(norm, delta, lead / along);
      expect(flipsAt).toBeGreaterThan((lead / along) * 0.999);
      expect(flipsAt).toBeLessThan((lead / along) * 1.001 + reach / 4096);
    },
  );

  it('has orthogonal directions of length 1, and margins that fall evenly along the attack', async () => {
    const delta = slope.map((s) => 0.001 * s);
    const { along, across, margins, predictions } = await around('l2', delta, 0.05);
    expect(dot([...along], [...across])).toBeCloseTo(0, 6);
    expect([lengthOf('l2', along), lengthOf('l2', across)]).toEqual([expect.closeTo(1, 6), expect.closeTo(1, 6)]);
    const lost = dot(slope, [...along]) * 0.05; // per column
    for (let i = 0; i < 5; i++) {
      const expected = lead - (i - 2) * lost;
      expect(margins[2 * 5 + i]).toBeCloseTo(Math.abs(expected), 4);
      expect(predictions[2 * 5 + i] === predictions[2 * 5 + 2]).toBe(expected > 0);
    }
  });

  it('says that nothing flips, by noise or along the attack, where the ball is far from the boundary', async () => {
    const per = dot(slope, slope.map(Math.sign)); // the fastest any point of the cube can lose its lead
    const { flipsAt, noise } = await around(
      'linf',
      slope.map((s) => 0.001 * Math.sign(s)),
      (0.4 * lead) / per,
    );
    expect([flipsAt, noise]).toEqual([null, { draws: 100, flips: 0 }]);
  });

  it('counts as many noise draws as fall beyond the boundary when the ball is far larger than the pixel box', async () => {
    const delta = slope.map((s) => 0.001 * s);
    const { noise } = await around('l2', delta, 1000); // clipping sends such noise to a random corner of the box
    const corners = Array.from({ length: 2 ** x0.length }, (_, bits) => x0.map((_, p) => (bits >> p) & 1));
    const share = corners.filter((corner) => beyond(corner)).length / corners.length;
    expect(Math.abs(noise.flips / 100 - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / 100));
    expect(noise.flips).toBeGreaterThan(0);
  });

  it('takes two random directions where the attack changed nothing', async () => {
    const { directed, flipsAt, along, across } = await around(
      'l2',
      slope.map(() => 0),
      0.05,
    );
    expect([directed, flipsAt]).toEqual([false, null]);
    expect(lengthOf('l2', along)).toBeCloseTo(1, 6);
    expect(dot([...along], [...across])).toBeCloseTo(0, 6);
  });
});
