import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { LabError } from '../../src/core/errors.ts';
import { makeRng } from '../../src/core/rng.ts';
import { openExtractor } from '../../src/extraction/extract.ts';
import type { RunEvent } from '../../src/spec/events.ts';
import { applyExtract, type ExtractReport, emptyExtract } from '../../src/spec/extractReport.ts';
import { curvesOf, outcomesOf, pricesOf } from '../../src/spec/extractSummary.ts';
import type { SpecText } from '../../src/spec/spec.ts';
import * as tf from '../../src/tensor/tf.ts';
import { idxFile } from '../datasets/files.ts';
import { type Files, saveModel } from '../modelFiles.ts';
import { channelPool, channelWorker, fileEnv, openFiles } from '../worker/hosts.ts';

const text: SpecText = {
  experiment: 'extract',
  model: 'file:m/model.json',
  data: 'file:images.idx,labels.idx',
  count: '40',
  benign: '40',
  attacked: '8',
  'pgd.steps': '3',
  eps: '0.2',
  thief: 'knockoff',
  labels: 'soft',
  budget: '120',
  points: '30',
  epochs: '5',
  substitute: 'linear',
  shift: '0', // noise that is moved says nothing of the pixels it left
};

/** A linear victim of 36 pixels and three classes, and 800 images of noise. */
async function linearFiles(): Promise<Files> {
  const { dense, flatten } = tf.layers.layers;
  const model = tf.layers.sequential({ layers: [flatten({ inputShape: [6, 6, 1] }), dense({ units: 3 })] });
  const rng = makeRng('images');
  const drawn = tf.tensor2d(
    Float32Array.from({ length: 36 * 3 }, () => rng.normal()),
    [36, 3],
  );
  const kernel = tf.sub(drawn, tf.mean(drawn, 0)); // so that grey is on every border and all classes occur
  const bias = tf.zeros([3]);
  model.setWeights([kernel, bias]);
  tf.dispose([drawn, kernel, bias]);
  const pixels = Uint8Array.from({ length: 800 * 36 }, () => Math.floor(256 * rng.uniform()));
  const labels = Uint8Array.from({ length: 800 }, (_, i) => i % 3);
  return new Map([
    ...(await saveModel(model, 'm')),
    ['images.idx', idxFile([800, 6, 6], pixels)],
    ['labels.idx', idxFile([800], labels)],
  ]);
}

let files: Files;
beforeAll(async () => {
  await tf.setBackend('cpu');
  files = await linearFiles();
});

const never = new AbortController().signal;

async function reportOf(more: SpecText = {}, signal = never): Promise<ExtractReport> {
  const spec = { ...text, ...more };
  let report = emptyExtract(spec);
  const extractor = openExtractor(fileEnv(files, 16));
  const emit = (event: RunEvent) => {
    report = applyExtract(report, event);
  };
  try {
    await extractor.run(spec, { signal, emit });
  } finally {
    extractor.dispose();
  }
  return report;
}

/** What was found, without what a clock said. */
const findings = (report: ExtractReport) => ({
  thefts: report.thefts,
  curves: curvesOf(report),
  outcomes: outcomesOf(report),
  prices: pricesOf(report).map(({ addedMs: _, ...price }) => price),
});

describe('a theft', () => {
  it('copies a linear victim, and better with more answers', async () => {
    const [curve] = curvesOf(await reportOf({ budget: '300', points: '6', epochs: '200', attacked: '0' }));
    expect(curve!.steps.map(({ queries }) => queries)).toEqual([6, 300]);
    const [few, many] = curve!.steps.map(({ fidelity }) => fidelity.value);
    expect(many).toBeGreaterThan(few!);
    expect(many).toBeGreaterThanOrEqual(0.8); // guessing gives a third
  });

  it('finds the same whatever the shards, and leaves nothing behind', async () => {
    const more = { seeds: '2', countermeasure: 'none,gaussian-noise+prada' };
    const before = tf.memory().numTensors;
    const direct = await reportOf(more);
    expect(tf.memory().numTensors).toBe(before);
    const engine = channelPool(() => channelWorker(openFiles(files, 16)));
    let pooled = emptyExtract({ ...text, ...more });
    const emit = (event: RunEvent) => {
      pooled = applyExtract(pooled, event);
    };
    await engine.run(pooled.spec, { signal: never, emit });
    engine.close();
    expect(Object.keys(pooled.thefts)).toHaveLength(4);
    expect({ ...findings(pooled), outcomes: [], curves: [] }).toEqual({
      ...findings(direct),
      outcomes: [],
      curves: [],
    });
    expect(new Set(curvesOf(direct).map(({ steps }) => steps[0]!.fidelity.seeds))).toEqual(new Set([2]));
  });

  it('is counted by both sides alike, and every question is in the log', async () => {
    const more = {
      countermeasure: 'rate-limit+query-budget',
      'query-budget.perAccount': '45',
      'rate-limit.burst': '10',
    };
    const report = await reportOf({ ...more, accounts: '2', padding: '0.5' });
    const [record] = Object.values(report.thefts);
    expect(record!.end).toMatchObject({ queries: 90, endedEarly: 'no-account' });
    expect(record!.end!.sent).toBe(record!.end!.queries + record!.end!.denied);
    const lines = record!
      .log!.trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(record!.end!.sent);
    expect(lines.filter(({ answer }) => answer)).toHaveLength(90);
    expect(record!.points.at(-1)).toMatchObject({ queries: 90, money: 0.135 });
  });

  it('by Jacobian augmentation needs no more of the pool than its seeds', async () => {
    const budget = '80'; // 10, 10, 20 and 40 images
    const report = await reportOf({
      thief: 'jacobian',
      labels: 'hard',
      'jacobian.seeds': '10',
      budget,
      count: '790',
      benign: '790',
    });
    expect(Object.values(report.thefts)[0]!.end).toMatchObject({ queries: 80, endedEarly: null });
  });

  it.each(['copycat', 'knockoff-adaptive', 'active', 'data-free'])(
    'is carried out by %s within its budget',
    async (thief) => {
      const report = await reportOf({
        thief,
        labels: 'hard',
        attacked: '0',
        ...(thief === 'active' && { 'active.first': '20', 'active.round': '40' }),
      });
      const [record] = Object.values(report.thefts);
      expect(record!.end).toMatchObject({ queries: 120, sent: 120, denied: 0 });
      expect(record!.points).toHaveLength(2);
    },
  );

  it('marks its victim where the owner does, and proves it', async () => {
    const more = { countermeasure: 'watermark', 'watermark.triggers': '8', 'watermark.epochs': '100' };
    const [outcome] = outcomesOf(await reportOf({ ...more, attacked: '0', points: '120' }));
    const [proof] = outcome!.watermarks;
    expect(proof!.unmarked).toEqual({ count: 0, n: 8 });
    expect(proof!.victim.count).toBeGreaterThanOrEqual(7);
    expect(proof!.p).toBeLessThanOrEqual(1);
  });

  it('hands its copy over as files that open again', async () => {
    const report = await reportOf({ points: '120' });
    const { copy } = Object.values(report.thefts)[0]!;
    const { openLayersModel } = await import('../../src/classifiers/layersModel.ts');
    const opened = await openLayersModel('copy', 'model.json', async (path) => copy![path as keyof typeof copy]);
    expect([opened.classes, opened.shape]).toEqual([3, [6, 6, 1]]);
    opened.dispose();
  });

  it('stops when it is told to, keeping what was found', async () => {
    const controller = new AbortController();
    let points = 0;
    const extractor = openExtractor(fileEnv(files, 16));
    const emit = (event: RunEvent) => {
      if (event.kind !== 'extract' || event.piece.kind !== 'point') return;
      points++;
      controller.abort();
    };
    await expect(extractor.run(text, { signal: controller.signal, emit })).rejects.toMatchObject({
      name: 'AbortError',
    });
    extractor.dispose();
    expect(points).toBe(1);
  });

  it('is refused with every problem before anything is asked', async () => {
    const wrong = reportOf({ budget: '900', countermeasure: 'top-k', 'top-k.k': '3' });
    await expect(wrong).rejects.toThrow(LabError);
    await wrong.catch((error: LabError) =>
      expect(error.message.split('\n')).toEqual([
        'pool: file:images.idx,labels.idx leaves 760 images for knockoff, which asks about 900; lower budget or take another pool',
        'top-k.k: expected fewer than the 3 classes of the model, or nothing is held back; got 3',
      ]),
    );
  });
});
