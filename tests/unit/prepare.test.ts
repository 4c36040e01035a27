import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AttackId } from '../../src/attacks/catalog.ts';
import { craft } from '../../src/engine/craft.ts';
import { settingWarnings } from '../../src/engine/doubts.ts';
import { evaluate } from '../../src/engine/evaluate.ts';
import type { Lessons } from '../../src/engine/prepare.ts';
import type { Subject } from '../../src/engine/subject.ts';
import type { Cell } from '../../src/spec/cells.ts';
import { sampleWork } from '../../src/spec/checks/sample.ts';
import { progressOf } from '../../src/spec/cost.ts';
import type { RunEvent } from '../../src/spec/events.ts';
import { applyEvent, emptyReport } from '../../src/spec/report.ts';
import { formatSpec, parseSpec, type SpecText } from '../../src/spec/spec.ts';
import { resultRows } from '../../src/spec/summary.ts';
import * as tf from '../../src/tensor/tf.ts';
import { collect, linearSubject, memoryEnv, reportOf } from '../fixtures.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const signal = new AbortController().signal;
const text: SpecText = {
  attack: 'universal,patch',
  defense: 'none',
  count: '12',
  eps: '0.2',
  'universal.trainImages': '40',
  'universal.epochs': '3',
  'patch.trainImages': '40',
  'patch.epochs': '3',
  'patch.size': '0.5',
};
const subject = () => linearSubject({ classes: 3, shape: [6, 7, 2] });
const cells: Record<'universal' | 'patch', Cell> = {
  universal: { attack: 'universal', defense: 'none', adaptive: true, epsilon: 0.2 },
  patch: { attack: 'patch', defense: 'none', adaptive: true, epsilon: null },
};
const make = (cell: Cell, images: readonly number[], options: { batchSize?: number; spec?: SpecText } = {}) =>
  craft(parseSpec({ ...text, ...options.spec }), subject(), { cell, images, trace: false }, memoryEnv(options), signal);

/** The experiment with one of its attacks. */
const alone = (attack: AttackId): SpecText => ({
  ...Object.fromEntries(Object.entries(text).filter(([key]) => !key.includes('.') || key.startsWith(attack))),
  attack,
});

/** A set of only so many images, which remembers what was read. */
function watched(size: number): { readonly subject: Subject; readonly read: Set<number> } {
  const whole = subject();
  const read = new Set<number>();
  const images: Subject['images'] = {
    ...whole.images,
    size,
    read: (positions) => {
      for (const position of positions) read.add(position);
      return whole.images.read(positions);
    },
  };
  return { subject: { ...whole, images }, read };
}

describe.each(['universal', 'patch'] as const)('what %s learns', (attack) => {
  it('is the same for every image, batch size and part of the run', async () => {
    const { learned } = await make(cells[attack], [0, 5]);
    for (const batchSize of [1, 3, 16])
      expect((await make(cells[attack], [7, 8, 9], { batchSize })).learned).toEqual(learned);
    expect(learned!.values.some((value) => value !== 0)).toBe(true);
  });

  it('depends on the seed', async () => {
    const [a, b] = [await make(cells[attack], [0]), await make(cells[attack], [0], { spec: { seed: '1' } })];
    expect(a.learned!.values).not.toEqual(b.learned!.values);
  });

  it('gives the same numbers whole and in shards, each of which learns for itself', async () => {
    const spec = alone(attack);
    const whole = resultRows(await reportOf(subject(), spec));
    const parts = [
      ...(await collect(subject(), spec, { range: { from: 0, to: 5 } })),
      ...(await collect(subject(), spec, { range: { from: 5, to: 12 }, env: memoryEnv({ batchSize: 3 }) })),
    ];
    expect(resultRows(parts.reduce(applyEvent, emptyReport(formatSpec(parseSpec(spec)))))).toEqual(whole);
  });
});

describe('a preparation', () => {
  it('never reads an image that is attacked', async () => {
    const { subject: own, read } = watched(60);
    const spec = parseSpec(text);
    await craft(spec, own, { cell: cells.patch, images: [3], trace: false }, memoryEnv(), signal);
    const others = [...read].filter((position) => position !== 3);
    expect(others).toHaveLength(40);
    for (const position of others) expect(position).toBeGreaterThanOrEqual(12);
  });

  it('is done once for all shards that share their lessons, and again for another cell', async () => {
    const { subject: own, read } = watched(60);
    const lessons: Lessons = new Map();
    const spec = parseSpec(text);
    await evaluate(spec, own, { from: 0, to: 5 }, memoryEnv(), { signal, emit: () => undefined }, lessons);
    expect(lessons.size).toBe(2);
    read.clear();
    await evaluate(spec, own, { from: 5, to: 12 }, memoryEnv(), { signal, emit: () => undefined }, lessons);
    expect([...read].every((position) => position < 12)).toBe(true);
    await evaluate(
      { ...spec, seed: 1 },
      own,
      { from: 0, to: 5 },
      memoryEnv(),
      { signal, emit: () => undefined },
      lessons,
    );
    expect(lessons.size).toBe(4);
  });

  it('is part of the progress, which ends at 100 %', async () => {
    const events = await collect(subject(), text);
    const report = events.reduce(applyEvent, emptyReport(formatSpec(parseSpec(text))));
    const { done, total } = progressOf(report);
    expect(total).toBeGreaterThan(2 * 40 * 3);
    expect(done).toBeCloseTo(total - sampleWork(parseSpec(text), 10), 6); // the checks come after the images
    const first = events.find((event): event is Extract<RunEvent, { kind: 'progress' }> => event.kind === 'progress')!;
    expect(first.shard).toBeLessThan(0);
  });

  it('can be stopped, and leaves nothing half learned', async () => {
    const stop = new AbortController();
    const lessons: Lessons = new Map();
    const { subject: own } = watched(60);
    const before = tf.memory().numTensors;
    const env = memoryEnv();
    const breathe = async () => {
      await env.breathe();
      stop.abort();
    };
    const run = evaluate(
      parseSpec({ ...text, 'universal.epochs': '500' }),
      own,
      { from: 0, to: 12 },
      { ...env, breathe },
      { signal: stop.signal, emit: () => undefined },
      lessons,
    );
    await expect(run).rejects.toThrow(/abort/i);
    expect(lessons.size).toBe(0);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('a data set too small to hold images out', () => {
  it.each([
    { size: 52, count: '12', overlap: 0, images: 40 },
    { size: 50, count: '12', overlap: 2, images: 40 },
    { size: 12, count: '12', overlap: 12, images: 12 },
  ])('says how many of $images lessons overlap ($size images, $count attacked)', ({ size, count, overlap, images }) => {
    const found = settingWarnings(parseSpec({ ...alone('patch'), count }), watched(size).subject).filter(
      ({ code }) => code === 'not-held-out',
    );
    expect(found.map(({ values }) => values)).toEqual(overlap === 0 ? [] : [{ attack: 'Patch', overlap, images }]);
  });

  it('still runs', async () => {
    const { subject: own } = watched(12);
    const report = await reportOf(own, text);
    expect(resultRows(report).every(({ robust }) => robust.n === 12)).toBe(true);
  });
});

describe('a patch', () => {
  it.each([0.2, 0.5, 1])(
    'covers exactly its area, wholly inside, with a side of %f of the shorter one',
    async (size) => {
      const { clean, adversarial, learned, images } = await make(cells.patch, [0, 1, 2, 3, 4], {
        spec: { 'patch.size': String(size) },
      });
      const side = Math.round(size * 6);
      expect(learned!.shape).toEqual([side, side, 2]);
      images.forEach((_, i) => {
        const pixel = (pixels: Float32Array, row: number, column: number) => {
          const at = (i * 42 + row * 7 + column) * 2;
          return pixels.subarray(at, at + 2);
        };
        const changed = Array.from({ length: 42 }, (_, p) => [Math.floor(p / 7), p % 7] as const).filter(
          ([r, c]) => String(pixel(clean, r, c)) !== String(pixel(adversarial, r, c)),
        );
        const [top, left] = [Math.min(...changed.map(([r]) => r)), Math.min(...changed.map(([, c]) => c))];
        expect(changed).toHaveLength(side * side);
        for (const [r, c] of changed) {
          const at = ((r - top) * side + (c - left)) * 2;
          expect([...pixel(adversarial, r, c)]).toEqual([...learned!.values.subarray(at, at + 2)]);
        }
      });
    },
  );

  it('lies at other places on other images', async () => {
    const { clean, adversarial, images } = await make(cells.patch, [0, 1, 2, 3, 4, 5], {
      spec: { 'patch.size': '0.3' },
    });
    const size = clean.length / images.length;
    const firsts = images.map((_, i) => clean.findIndex((v, p) => p >= i * size && v !== adversarial[p]) - i * size);
    expect(new Set(firsts).size).toBeGreaterThan(2);
  });
});
