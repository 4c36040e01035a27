import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { type AttackId, attackCards, attackIds } from '../../src/attacks/catalog.ts';
import { goalKinds } from '../../src/core/threat.ts';
import { outcomes, resultRows } from '../../src/spec/summary.ts';
import * as tf from '../../src/tensor/tf.ts';
import { collect, linearSubject, memoryEnv, reportOf } from '../fixtures.ts';
import { quick } from './quick.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

vi.mock('../../src/attacks/members.ts', async (original) => {
  const { withShortMembers, fewest } = await import('./shortMembers.ts');
  return withShortMembers(original, fewest);
});

const base = (attack: AttackId) => ({
  attack,
  norm: attackCards[attack].norms[0],
  ...quick[attack],
  defense: 'none,bits',
  adaptive: 'both',
  count: '7',
  eps: '0.05,0.4',
});

/** A random start, random images to learn from, or random questions. */
const isRandom = (attack: AttackId) =>
  'randomStart' in attackCards[attack].params ||
  ['rfgsm', 'tpgd', 'maxconfidence', 'apgd-ce', 'apgd-dlr', 'apgd-t', 'autoattack', 'audit'].includes(attack) ||
  'preparation' in attackCards[attack] ||
  (attackCards[attack].access !== 'gradient' && attack !== 'spatial');

/** Progress depends on the clock; everything else must not. */
const results = async (...args: Parameters<typeof collect>) =>
  (await collect(...args)).filter(({ kind }) => kind !== 'progress');

describe.each(attackIds)('%s', (attack) => {
  const combinations = attackCards[attack].norms.flatMap((norm) =>
    attackCards[attack].goals.map((goal) => ({ norm, goal })),
  );

  it.each(combinations)('stays feasible, repeats itself and leaks nothing ($norm, $goal)', async ({ norm, goal }) => {
    const subject = linearSubject({ classes: 3, shape: [3, 2, 2] });
    const text = { ...base(attack), norm, goal };
    const before = tf.memory().numTensors;
    const first = await results(subject, text); // the engine throws when an image is infeasible
    expect(tf.memory().numTensors).toBe(before);
    expect(await results(subject, text)).toEqual(first);
  });

  it.each(attackCards[attack].norms)('gives an image the same answer in any batch (%s)', async (norm) => {
    const subject = linearSubject({ classes: 5, shape: [4, 3, 3] });
    const text = { ...base(attack), norm, defense: 'bits', eps: '0.05' }; // through the defense, and past it
    const whole = resultRows(await reportOf(subject, text, { env: memoryEnv({ batchSize: 7 }) }));
    for (const batchSize of [1, 3, 16]) {
      expect(resultRows(await reportOf(subject, text, { env: memoryEnv({ batchSize }) }))).toEqual(whole);
    }
  });

  it.each(attackCards[attack].norms)('moves pixels that are exactly 0 or 1, and only inward (%s)', async (norm) => {
    const subject = linearSubject({ classes: 3, shape: [3, 3, 1], pixel: (u) => (u < 0.5 ? 0 : 1) });
    const budget = norm === 'linf' ? 0.6 : 4;
    const report = await reportOf(subject, { ...base(attack), norm, eps: String(budget) });
    const epsilon = attackCards[attack].budget === 'ball' ? budget : null;
    const cell = { attack, defense: 'none', adaptive: true, epsilon };
    expect(outcomes(report, cell).some(({ success }) => success)).toBe(true);
  });

  it('leaves its input alone', async () => {
    const subject = linearSubject({ classes: 3 });
    const { pixels } = await subject.images.read([0, 1, 2]);
    const copy = pixels.slice();
    const given = { pixels, labels: Int32Array.of(0, 0, 0) };
    const read: typeof subject.images.read = async (wanted) =>
      wanted.length === 3 ? given : subject.images.read(wanted); // others are learned from
    await collect(
      { ...subject, images: { ...subject.images, read } },
      { ...base(attack), count: '3' },
      { env: memoryEnv({ batchSize: 3 }) },
    );
    expect(pixels).toEqual(copy);
  });

  it('depends on the seed only through randomness of its own', async () => {
    const subject = linearSubject({ classes: 10, shape: [4, 4, 1] });
    const [a, b] = [
      await results(subject, { ...base(attack), seed: '1' }),
      await results(subject, { ...base(attack), seed: '2' }),
    ];
    expect(JSON.stringify(a) === JSON.stringify(b)).toBe(!isRandom(attack));
  });

  it('can be stopped between two steps and keeps what it has', async () => {
    const stop = new AbortController();
    const before = tf.memory().numTensors;
    const subject = linearSubject();
    const read: typeof subject.images.read = async (positions) => {
      if (positions[0]! > 0) stop.abort(); // during the second batch
      return subject.images.read(positions);
    };
    const stopping = { ...subject, images: { ...subject.images, read } };
    const run = collect(stopping, base(attack), { signal: stop.signal, env: memoryEnv({ batchSize: 2 }) });
    await expect(run).rejects.toThrow(/abort/i);
    subject.classifier.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

it.each(attackIds.filter((id) => attackCards[id].budget === 'ball'))(
  '%s returns the clean image when the budget is 0',
  async (attack) => {
    const rows = resultRows(await reportOf(linearSubject(), { ...base(attack), eps: '0' }));
    expect(rows.length).toBeGreaterThan(0);
    for (const { epsilon, robust } of rows) expect([epsilon, robust.value]).toEqual([0, 1]);
  },
);

it('knows every goal an attack card may name', () => {
  for (const id of attackIds) for (const goal of attackCards[id].goals) expect(goalKinds).toContain(goal);
});
