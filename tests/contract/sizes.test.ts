import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { type AttackId, attackCards, attackIds } from '../../src/attacks/catalog.ts';
import type { Norm } from '../../src/core/threat.ts';
import type { Env } from '../../src/engine/env.ts';
import { planCells } from '../../src/spec/cells.ts';
import { seesInside } from '../../src/spec/checks/kinds.ts';
import { applyEvent, emptyReport, type Report } from '../../src/spec/report.ts';
import { formatSpec, parseSpec, type SpecText } from '../../src/spec/spec.ts';
import { outcomes } from '../../src/spec/summary.ts';
import * as tf from '../../src/tensor/tf.ts';
import { collect, type LinearSubject, linearSubject, memoryEnv } from '../fixtures.ts';
import { quick } from './quick.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

vi.mock('../../src/attacks/members.ts', async (original) => {
  const { withShortMembers, fewest } = await import('./shortMembers.ts');
  return withShortMembers(original, fewest);
});

const sizes = [
  { classes: 2, shape: [28, 28, 1] },
  { classes: 3, shape: [32, 32, 3] },
  { classes: 10, shape: [24, 17, 1] },
] as const;

const count = 3;

/** Several times the distance at which the images of a linear victim of these sizes fall. */
const budget: Record<Norm, string> = { linf: '0.15', l2: '3', l1: '20' };

/** Even shorter than elsewhere: what is asked here is not how strong an attack is but whether it fits the image. */
const shorter: Partial<Record<AttackId, SpecText>> = {
  pgd: { 'pgd.steps': '4', 'pgd.stepSize': '0.5' },
  maxconfidence: { 'maxconfidence.steps': '2', 'maxconfidence.stepSize': '1' },
  'fab-t': { 'fab-t.steps': '2' },
  ead: { 'ead.steps': '6', 'ead.rounds': '2' },
  hopskipjump: { 'hopskipjump.queries': '120' },
  universal: { 'universal.trainImages': '8', 'universal.epochs': '2' },
  patch: { 'patch.trainImages': '8', 'patch.epochs': '2' },
  jsma: { 'jsma.gamma': '0.02' },
  corruptions: { 'corruptions.pick': 'worst', 'corruptions.queries': '6' },
};

const text = (attack: AttackId): SpecText => ({
  attack,
  norm: attackCards[attack].norms[0],
  ...(shorter[attack] ?? quick[attack]),
  defense: 'none',
  count: String(count),
  eps: budget[attackCards[attack].norms[0]],
});

/** What a run found about each image, of one shard after the other. */
async function found(subject: LinearSubject, spec: SpecText, bounds: readonly number[]) {
  const events = [];
  for (const [i, to] of bounds.slice(1).entries())
    events.push(...(await collect(subject, spec, { range: { from: bounds[i]!, to } })));
  const report: Report = events.reduce(applyEvent, emptyReport(formatSpec(parseSpec(spec))));
  return planCells(parseSpec(spec)).flatMap((cell) => outcomes(report, cell));
}

describe.each(attackIds)('%s', (attack) => {
  it.each(sizes)('attacks images of $shape with $classes classes, whole and in shards', async ({ classes, shape }) => {
    const subject = linearSubject({ classes, shape });
    const before = tf.memory().numTensors;
    const whole = await found(subject, text(attack), [0, count]); // the engine throws when an image is infeasible
    expect(whole.map(({ image }) => image)).toEqual([0, 1, 2]);
    if (seesInside(attack) && !isWeak(attack)) expect(whole.every(({ success }) => success)).toBe(true);
    expect(await found(subject, text(attack), [0, 1, count])).toEqual(whole);
    expect(tf.memory().numTensors).toBe(before);
    subject.classifier.dispose();
  });

  it('can be stopped in its midst and frees what it holds', async () => {
    const subject = linearSubject({ classes: 3, shape: [6, 5, 1] });
    const before = tf.memory().numTensors;
    const { env, signal } = stoppingAt(3);
    await expect(collect(subject, text(attack), { env, signal })).rejects.toThrow(/abort/i);
    expect(tf.memory().numTensors).toBe(before);
  });
});

/** Attacks that learn one picture for all images, change few pixels or climb a loss that is flat here need not succeed. */
const isWeak = (attack: AttackId) => ['universal', 'patch', 'jsma', 'spatial', 'tpgd'].includes(attack);

/** Images one by one on a slow clock, so that the host breathes at every step, and stops at the breath of this number. */
function stoppingAt(last: number): { readonly env: Env; readonly signal: AbortSignal } {
  const stop = new AbortController();
  const env = memoryEnv({ batchSize: 1 });
  let [now, breaths] = [0, 0];
  const breathe = async () => {
    await env.breathe();
    if (++breaths === last) stop.abort();
  };
  return { env: { ...env, breathe, now: () => (now += 30) }, signal: stop.signal };
}
