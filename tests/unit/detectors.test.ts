import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { defaults, type ParamSchema } from '../../src/core/params.ts';
import { makeRng } from '../../src/core/rng.ts';
import { type DetectorChoice, detectorCards, detectorIds } from '../../src/detectors/catalog.ts';
import type { Watched } from '../../src/detectors/detector.ts';
import { suspicion } from '../../src/detectors/index.ts';
import { loadBatch } from '../../src/engine/batches.ts';
import { defended } from '../../src/engine/victim.ts';
import { openWatch } from '../../src/engine/watch.ts';
import { detectionsOf, rocOf, thresholdAt } from '../../src/spec/detection.ts';
import { formatSpec, parseSpec } from '../../src/spec/spec.ts';
import type { Images, Logits } from '../../src/tensor/norms.ts';
import * as tf from '../../src/tensor/tf.ts';
import { linearSubject, memoryEnv, reportOf } from '../fixtures.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const flat = (x: Images) => tf.reshape(x, [x.shape[0], -1]) as tf.Tensor2D;
const knownRows = [
  [0, 0, 0, 1],
  [1, 0, 0, 0],
];
/** Class 1 where the first pixel is above ½; features are the pixels. */
const model = (known: { features: tf.Tensor2D; labels: tf.Tensor1D }): Watched => ({
  classes: 2,
  logits: (x) =>
    tf.add(tf.matMul(flat(x), tf.tensor2d([-20, 20, 0, 0, 0, 0, 0, 0], [4, 2])), tf.tensor1d([10, -10])) as Logits,
  features: flat,
  known: () => known,
});
const choiceOf = (id: string, params: object = {}) => {
  const schema: ParamSchema = detectorCards[id as keyof typeof detectorCards].params;
  return { id, params: { ...defaults(schema), ...params } } as unknown as DetectorChoice;
};
async function scoresOf(id: string, rows: readonly (readonly number[])[], params = {}): Promise<number[]> {
  const scores = tf.tidy(() => {
    const known = { features: tf.tensor2d(knownRows), labels: tf.tensor1d([0, 1], 'int32') };
    return suspicion(choiceOf(id, params), tf.tensor4d(rows.flat(), [rows.length, 2, 2, 1]), model(known));
  });
  const values = Array.from(await scores.data());
  scores.dispose();
  return values;
}

describe.each(detectorIds)('the contract of %s', (id) => {
  const rng = makeRng(id);
  const rows = Array.from({ length: 5 }, () => Array.from({ length: 4 }, () => Math.fround(rng.uniform())));

  it('scores images independently of each other, the same every time', async () => {
    const all = await scoresOf(id, rows);
    expect(await scoresOf(id, rows)).toEqual(all);
    for (const [i, row] of rows.entries()) expect((await scoresOf(id, [row]))[0]).toBeCloseTo(all[i]!, 5);
    expect(all.every((score) => score >= 0 && score <= 2)).toBe(true);
  });

  it('can be lowered by its gradient', () => {
    tf.tidy(() => {
      const known = { features: tf.tensor2d(knownRows), labels: tf.tensor1d([0, 1], 'int32') };
      const score = (x: tf.Tensor) => tf.sum(suspicion(choiceOf(id, { depth: 3 }), x as Images, model(known)));
      const x = tf.tensor4d([0.47, 0.6, 0.1, 0.2], [1, 2, 2, 1]);
      const gradient = tf.grad(score)(x);
      const norm = tf.norm(gradient).dataSync()[0]!;
      expect(norm).toBeGreaterThan(0);
      const after = score(tf.sub(x, tf.mul(gradient, 0.01 / norm))).dataSync()[0]!;
      expect(after).toBeLessThan(score(x).dataSync()[0]!);
    });
  });
});

describe('the closed forms', () => {
  it('of squeezing: nothing where squeezing changes nothing, 2 where it turns a sure answer', async () => {
    expect((await scoresOf('squeezing', [[1, 1, 1, 1]]))[0]).toBeCloseTo(0, 5);
    // the median of the first pixel's window is the pixel itself; one bit keeps it; 0.9 beside zeros is gone
    expect((await scoresOf('squeezing', [[0, 1, 1, 1]]))[0]).toBeLessThan(1e-4);
    const p = 1 / (1 + Math.exp(-2 * (20 * 0.6 - 10)));
    const q = 1 / (1 + Math.exp(-20));
    expect((await scoresOf('squeezing', [[0.6, 0.6, 0.6, 0.6]]))[0]).toBeCloseTo(2 * (q - p), 4);
  });

  it('of neighbours: the share of two distances', async () => {
    // named 1 (0.8 > ½); from (1, 0, 0, 0) 0.2, from (0, 0, 0, 1) √(0.64 + 1)
    const share = 0.2 / (0.2 + Math.sqrt(1.64));
    expect((await scoresOf('neighbours', [[0.8, 0, 0, 0]]))[0]).toBeCloseTo(share, 4);
  });
});

describe('the threshold', () => {
  it('leaves at most the wanted share above it, and no smaller score does', () => {
    const rng = makeRng('scores');
    for (const n of [1, 7, 100, 333]) {
      const scores = Array.from({ length: n }, () => Math.round(20 * rng.uniform()) / 20);
      for (const fpr of [0.001, 0.05, 0.5]) {
        const threshold = thresholdAt(scores, fpr);
        const above = (t: number) => scores.filter((score) => score > t).length;
        expect(above(threshold)).toBeLessThanOrEqual(fpr * n + 1e-6);
        const smaller = Math.max(...scores.filter((score) => score < threshold), -1);
        expect(above(smaller)).toBeGreaterThan(fpr * n - 1e-6);
      }
    }
    expect(thresholdAt([], 0.05)).toBe(Number.POSITIVE_INFINITY);
  });

  it('draws a curve from nothing to everything', () => {
    const points = rocOf(Float64Array.from([1, 2, 3, 4]), Float64Array.from([3.5, 5]));
    expect(points[0]).toEqual({ falseAlarms: 0, detected: 0 });
    expect(points).toContainEqual({ falseAlarms: 0.25, detected: 1 });
    expect(points.at(-1)).toEqual({ falseAlarms: 1, detected: 1 });
  });
});

describe('a run with a detector', () => {
  const subject = linearSubject({ classes: 3, shape: [3, 3, 1] });
  const text = {
    attack: 'pgd',
    defense: 'none,median',
    eps: '0.05,0.2',
    count: '12',
    'pgd.steps': '4',
    detector: 'squeezing',
    adaptive: 'both',
  };

  it('keeps its settings in the text of the experiment', () => {
    const spec = parseSpec({ ...text, 'squeezing.depth': '4', fpr: '0.1' });
    expect(parseSpec(formatSpec(spec))).toEqual(spec);
    expect(() => parseSpec({ detector: 'nothing' })).toThrow('detector');
    expect(() => parseSpec({ 'squeezing.depth': '4' })).toThrow('squeezing');
  });

  it('gives every image a score, the same in any batch, and counts them by hand', async () => {
    const watched = await openWatch(parseSpec(text), subject);
    const report = await reportOf(watched.subject, text);
    const parts = await reportOf(watched.subject, text, { env: memoryEnv({ batchSize: 5 }) });
    watched.close();
    const [found] = detectionsOf(report);
    expect(found!.rows.map(({ cell }) => cell.adaptive)).toEqual([true, false, true, false]); // none has both modes now
    expect(found!.fitted + found!.falseAlarms.n).toBe(12);
    expect(
      JSON.stringify(detectionsOf(parts).map(({ rows }) => rows.map(({ detected, joint }) => [detected, joint]))),
    ).toBe(
      JSON.stringify(detectionsOf(report).map(({ rows }) => rows.map(({ detected, joint }) => [detected, joint]))),
    );
    for (const { rows, threshold } of detectionsOf(report))
      for (const { scores, detected } of rows)
        expect(detected.count).toBe(scores.filter((score) => score > threshold).length);
    expect(detectionsOf(report, 0.5)[0]!.threshold).toBeLessThanOrEqual(found!.threshold);
  });

  it('has an adaptive attack that is suspected less', async () => {
    const watched = await openWatch(parseSpec({ ...text, 'squeezing.penalty': '20' }), subject);
    const report = await reportOf(watched.subject, { ...text, defense: 'none', eps: '0.2', 'squeezing.penalty': '20' });
    watched.close();
    const mean = (adaptive: boolean) => {
      const { blocks } = Object.values(report.cells).find(({ cell }) => cell.adaptive === adaptive)!;
      const scores = blocks.flatMap((block) => Array.from(block.scores!.squeezing!));
      return scores.reduce((a, b) => a + b) / scores.length;
    };
    expect(mean(true)).toBeLessThan(mean(false));
  });

  it('adds the penalty to the true class only', async () => {
    const watched = await openWatch(parseSpec(text), subject);
    const batch = await loadBatch(subject, [0, 1, 2], 3);
    const ask = (wary?: Int32Array) =>
      defended({ seed: 0, eot: 0 }, watched.subject, batch, { chain: [], purpose: 'a', wary }).logits(batch.x);
    const [plain, held] = [ask(), ask(batch.classes)];
    const [z, raised] = [await plain.array(), await held.array()];
    tf.dispose([plain, held]);
    batch.dispose();
    watched.close();
    for (const [i, row] of z.entries())
      for (const [k, value] of row.entries()) {
        if (k === batch.classes[i]) expect(raised[i]![k]).toBeGreaterThan(value);
        else expect(raised[i]![k]).toBeCloseTo(value, 5);
      }
  });

  it('says what is missing where a detector cannot work', async () => {
    const spec = parseSpec({ ...text, detector: 'neighbours' });
    await expect(openWatch(spec, subject)).rejects.toThrow('neighbours: expected a model that shows its layers');
  });
});
