import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { type AttackId, membersOf } from '../../src/attacks/catalog.ts';
import { type Norm, norms } from '../../src/core/threat.ts';
import { creditsOf } from '../../src/spec/credits.ts';
import type { Report } from '../../src/spec/report.ts';
import { parseSpec, type SpecText } from '../../src/spec/spec.ts';
import { outcomes } from '../../src/spec/summary.ts';
import * as tf from '../../src/tensor/tf.ts';
import { dot, linearSubject, memoryEnv, reportOf } from '../fixtures.ts';

/** What a small linear victim needs no more of; a test of the golden model has the published settings. */
vi.mock('../../src/attacks/members.ts', async (original) => {
  const { withShortMembers } = await import('../contract/shortMembers.ts');
  return withShortMembers(original, { steps: 12, restarts: 1, targets: 2, queries: 80, rounds: 3, constant: 10 });
});

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const budget: Record<Norm, string> = { linf: '0.06', l2: '0.2', l1: '0.35' };
const count = 24;
const setUp = (norm: Norm, attack: AttackId): SpecText => ({
  attack,
  norm,
  defense: 'none',
  count: String(count),
  eps: budget[norm],
});
const subject = () => linearSubject({ classes: 5, shape: [3, 4, 1] });

/** Images an attack brought down at the budget. */
const fallen = (report: Report, attack: AttackId) => {
  const [epsilon] = parseSpec(report.spec).epsilons;
  return outcomes(report, { attack, defense: 'none', adaptive: true, epsilon: epsilon! }).filter(
    ({ success }) => success,
  );
};

describe.each(['autoattack', 'audit'] as const)('%s', (cascade) => {
  it.each(norms)('brings down every image that one of its members does, and says which did (%s)', async (norm) => {
    const text = { ...setUp(norm, cascade), ...(cascade === 'audit' && { 'audit.sample': '1' }) };
    const report = await reportOf(subject(), text);
    const members = membersOf(parseSpec(text).attacks[0]!, norm);
    const all = new Set(fallen(report, cascade).map(({ image }) => image));
    const open = new Set(Array.from({ length: count }, (_, i) => i));
    for (const { id, params } of members) {
      const own = Object.fromEntries(Object.entries(params).map(([key, value]) => [`${id}.${key}`, String(value)]));
      const alone = fallen(await reportOf(subject(), { ...setUp(norm, id), ...own }), id).map(({ image }) => image);
      for (const image of alone) expect(all, `${id}, image ${image}`).toContain(image);
      const credited = fallen(report, cascade).flatMap(({ by, image }) => (by === id ? [image] : []));
      if (id !== 'fab-t') expect(credited).toEqual(alone.filter((image) => open.has(image)));
      for (const image of credited) open.delete(image);
    }
    expect(all.size).toBeGreaterThan(0);
    expect(all.size).toBeLessThan(count);
    expect(open.size).toBe(count - all.size);
  });

  it('gives credit to the same members in any batch and any shard', async () => {
    const whole = await reportOf(subject(), setUp('linf', cascade));
    const inParts = await reportOf(subject(), setUp('linf', cascade), { env: memoryEnv({ batchSize: 3 }) });
    expect(fallen(inParts, cascade)).toEqual(fallen(whole, cascade));
    const range = { from: 9, to: 17 };
    const shard = await reportOf(subject(), setUp('linf', cascade), { range });
    const part = ({ image }: { readonly image: number }) => image >= range.from && image < range.to;
    expect(fallen(shard, cascade)).toEqual(fallen(whole, cascade).filter(part));
  });
});

it('succeeds exactly beyond the radius of a linear victim', async () => {
  const difference = [1, -2, 0.5, 0.25];
  const victim = linearSubject({ weights: [[0, 0, 0, 0], difference] });
  const length = difference.reduce((sum, w) => sum + Math.abs(w), 0);
  const report = await reportOf(victim, { ...setUp('linf', 'autoattack'), eps: '0.1' });
  for (const { image, success } of outcomes(report, {
    attack: 'autoattack',
    defense: 'none',
    adaptive: true,
    epsilon: 0.1,
  })) {
    const radius = Math.abs(dot(difference, victim.pixels(image))) / length;
    if (Math.abs(radius - 0.1) > 1e-4) expect(success, `image ${image}`).toBe(radius < 0.1);
  }
});

it('counts who fooled how many, and who still stands', async () => {
  const report = await reportOf(subject(), setUp('linf', 'autoattack'));
  const [credits] = creditsOf(report);
  const fooled = credits!.members.reduce((sum, member) => sum + member.fooled, 0);
  expect(fooled).toBe(fallen(report, 'autoattack').length);
  expect(credits).toMatchObject({ n: count, wrong: 0, standing: count - fooled });
});

it('keeps the published settings where nobody shortens them', async () => {
  const { autoAttackMembers } =
    await vi.importActual<typeof import('../../src/attacks/members.ts')>('../../src/attacks/members.ts');
  const settings = (norm: Norm) => autoAttackMembers(norm).map(({ id, params }) => ({ id, ...params }));
  expect(settings('linf')).toEqual(settings('l2'));
  expect(settings('linf')).toEqual([
    { id: 'apgd-ce', steps: 100, restarts: 1 },
    { id: 'apgd-t', steps: 100, targets: 9, restarts: 1 },
    { id: 'fab-t', steps: 100, targets: 9 },
    { id: 'square', queries: 5000, pInit: 0.8 },
  ]);
  expect(settings('l1')[0]).toEqual({ id: 'apgd-ce', steps: 100, restarts: 5 });
  expect(settings('l1')[1]).toEqual({ id: 'apgd-t', steps: 100, targets: 5, restarts: 1 });
});
