import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { parseCertify } from '../../src/spec/certifySpec.ts';
import {
  certificationOf,
  comparedRows,
  contenderKey,
  contendersOf,
  evaluationOf,
  methodOf,
  priceOf,
} from '../../src/spec/compare.ts';
import { parseSpec } from '../../src/spec/spec.ts';
import { resultRows } from '../../src/spec/summary.ts';
import { compareInto } from '../../src/store/comparing.ts';
import { createLabStore } from '../../src/store/labStore.ts';
import * as tf from '../../src/tensor/tf.ts';
import type { Engine } from '../../workers/engine.ts';
import { linearSubject, reportOf } from '../fixtures.ts';

const text = {
  attack: 'fgsm,pgd,deepfool,spatial',
  defense: 'none,bits+median,jpeg',
  adaptive: 'both',
  count: '500',
  seed: '3',
};

describe('a comparison', () => {
  const all = contendersOf(text);

  it('sets the model against its siblings, its defenses, and a detector', () => {
    const keys = all.map(contenderKey);
    expect(keys[0]).toBe('model:mnist-cnn');
    expect(keys).toContain('model:mnist-cnn-pgd');
    expect(keys).not.toContain('model:signs-cnn');
    expect(keys.slice(-3)).toEqual(['chain:bits+median', 'chain:jpeg', 'detector:squeezing']);
  });

  it('asks the same of each, adaptive, with attacks that can be read at a budget', () => {
    for (const contender of all) {
      const spec = parseSpec(evaluationOf(text, contender));
      expect([spec.count, spec.seed, spec.adaptive]).toEqual([100, 3, 'yes']);
      expect(spec.attacks.map(({ id }) => id)).toEqual(['fgsm', 'pgd', 'deepfool']);
      expect(spec.defenses).toHaveLength(1);
      expect(spec.detectors).toHaveLength(contender.kind === 'detector' ? 1 : 0);
      expect(parseSpec(priceOf(text, contender)).attacks.map(({ id }) => id)).toEqual(['noise']);
    }
  });

  it('can be made of a run that only looks for the nearest image', () => {
    const nearest = { ...text, attack: 'deepfool', second: 'mnist-mlp' };
    expect(parseSpec(evaluationOf(nearest, all[0]!))).toMatchObject({ attacks: [{ id: 'deepfool' }], seconds: [] });
  });

  it('certifies models only, and only in linf', () => {
    expect(parseCertify(certificationOf(text, all[0]!, 0.1)!).bare.epsilons).toEqual([0.1]);
    expect(certificationOf(text, all.at(-1)!, 0.1)).toBeUndefined();
    expect(certificationOf({ ...text, norm: 'l2', eps: '1' }, all[0]!, 0.1)).toBeUndefined();
  });

  it('knows how a model of the lab was taught, and takes another for plain', () => {
    expect(methodOf('mnist-cnn-pgd')).toBe('pgd');
    expect(methodOf('mnist-cnn')).toBe('plain');
    expect(methodOf('own:000000000000')).toBe('plain');
  });
});

describe('a compared row', () => {
  beforeAll(() => tf.setBackend('cpu'));

  it('holds the worst case of the report and times as multiples of the first', async () => {
    const run = { attack: 'fgsm,pgd', 'pgd.steps': '3', eps: '0.05,0.2', defense: 'none', count: '8' };
    const report = await reportOf(linearSubject({ classes: 3 }), run);
    const [bare, chain] = [
      { kind: 'model', id: 'mnist-cnn' },
      { kind: 'model', id: 'mnist-cnn-pgd' },
    ] as const;
    const rows = comparedRows(
      [
        { contender: bare, report, seconds: 2 },
        { contender: chain, report, seconds: 3 },
      ],
      0.2,
    );
    const worst = resultRows(report).find(({ attack, epsilon }) => attack === 'worst' && epsilon === 0.2)!;
    expect(rows.map(({ robust }) => robust)).toEqual([worst.robust, worst.robust]);
    expect(rows.map(({ cost }) => cost)).toEqual([1, 1.5]);
    expect(rows.map(({ training }) => training)).toEqual([1, 6]);
    expect(rows[0]!.curve.map(({ epsilon }) => epsilon)).toEqual([0.05, 0.2]);
    expect(rows[0]!.attacks.map(({ attack }) => attack)).toEqual(['fgsm', 'pgd']);
    expect(rows[0]!.certified).toBeUndefined();
  });
});

it('measures every contender in turn, and keeps what it found when it is stopped', async () => {
  const asked: string[] = [];
  let running: { stop(): void } | undefined;
  const engine = {
    backend: new Promise(() => undefined),
    run: async (spec: Record<string, string>, { signal }: { signal: AbortSignal }) => {
      signal.throwIfAborted();
      asked.push(spec.experiment ?? spec.attack ?? '');
      if (asked.length === 6) running!.stop();
      await new Promise((resolve) => setTimeout(resolve));
    },
  } as unknown as Engine;
  const settings = { language: 'en', theme: 'light', size: 'normal', shortcuts: true } as const;
  const store = createLabStore(engine, { draft: {}, settings });
  running = compareInto(store, engine, { attack: 'pgd', defense: 'none' }, 0.1);
  await vi.waitFor(() => expect(store.getState().comparing.kind).toBe('done'), { timeout: 20_000 });
  expect(asked).toEqual(['pgd', 'noise', 'noise', 'noise', 'certify', 'pgd']);
  expect(store.getState().comparing).toMatchObject({ kind: 'done', epsilon: 0.1, measured: [{}, {}] });
});

it('shows nothing more of a comparison when another one is on show', async () => {
  const engine = {
    backend: new Promise(() => undefined),
    run: (_: unknown, { signal }: { signal: AbortSignal }) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  } as unknown as Engine;
  const settings = { language: 'en', theme: 'light', size: 'normal', shortcuts: true } as const;
  const store = createLabStore(engine, { draft: {}, settings });
  const base = { attack: 'pgd', defense: 'none' };
  const first = compareInto(store, engine, base, 0.1);
  first.stop();
  const second = compareInto(store, engine, base, 0.2);
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(store.getState().comparing).toMatchObject({ kind: 'running', epsilon: 0.2 });
  second.stop();
});
