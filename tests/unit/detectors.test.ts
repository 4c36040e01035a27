import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { defaults, type ParamSchema } from '../../src/core/params.ts';
import { makeRng } from '../../src/core/rng.ts';
import { chainName } from '../../src/defenses/catalog.ts';
import { type DetectorChoice, detectorCards, detectorIds } from '../../src/detectors/catalog.ts';
import type { Watched } from '../../src/detectors/detector.ts';
import { impression } from '../../src/detectors/index.ts';
import { loadBatch } from '../../src/engine/batches.ts';
import { defended, suspicions } from '../../src/engine/victim.ts';
import { openWatch } from '../../src/engine/watch.ts';
import { detectionsOf, thresholdAt } from '../../src/spec/detection.ts';
import { parseReport } from '../../src/spec/export/parseReport.ts';
import { reopenReport } from '../../src/spec/export/reopenReport.ts';
import { reportJson, savedReport } from '../../src/spec/export/reportJson.ts';
import type { Report } from '../../src/spec/report.ts';
import { cardDetectors } from '../../src/spec/robustness/cardDetectors.ts';
import { areaOf, rocOf } from '../../src/spec/roc.ts';
import { formatSpec, parseSpec } from '../../src/spec/spec.ts';
import type { Images, Logits } from '../../src/tensor/norms.ts';
import * as tf from '../../src/tensor/tf.ts';
import { linearSubject, memoryEnv, reportOf } from '../fixtures.ts';
import { exampleReport } from '../spec/exampleReport.ts';

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
    return impression(choiceOf(id, params), tf.tensor4d(rows.flat(), [rows.length, 2, 2, 1]), model(known)).score;
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
      const score = (x: tf.Tensor) => tf.sum(impression(choiceOf(id, { depth: 3 }), x as Images, model(known)).score);
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

  it('draws a curve from nothing to everything, by its corners', () => {
    const points = rocOf(Float64Array.from([1, 2, 3, 4]), Float64Array.from([3.5, 5]));
    expect(points.map(({ falseAlarms, detected }) => [falseAlarms, detected])).toEqual([
      ...[
        [0, 0],
        [0, 0.5],
        [0.25, 0.5],
        [0.25, 1],
        [1, 1],
      ],
    ]);
    expect(points.map(({ threshold }) => threshold)).toEqual([Number.POSITIVE_INFINITY, 5, 4, 3.5, 1]);
    expect(rocOf(new Float64Array(), Float64Array.from([1]))).toEqual([]);
  });

  it('leaves the chance of a higher score below the curve, ties counted half', () => {
    const rng = makeRng('areas');
    for (const size of [1, 5, 40]) {
      const [clean, attacked] = [0, 0.3].map((up) =>
        Float64Array.from({ length: size }, () => up + Math.round(9 * rng.uniform()) / 9),
      );
      const points = rocOf(clean!, attacked!);
      const area = points.slice(1).reduce((sum, { falseAlarms, detected }, i) => {
        const before = points[i]!;
        return sum + ((falseAlarms - before.falseAlarms) * (detected + before.detected)) / 2;
      }, 0);
      expect(areaOf(attacked!, clean!).value).toBeCloseTo(area, 12);
    }
  });

  it('has an area whose interval holds the true one nineteen times in twenty, and is not empty at 1', () => {
    const rng = makeRng('coverage');
    const truth = 0.9; // of two exponential distributions whose means are as 9 to 1
    const draw = (mean: number) => Float64Array.from({ length: 40 }, () => -mean * Math.log(1 - rng.uniform()));
    const held = Array.from({ length: 400 }, () => areaOf(draw(9), draw(1))).filter(
      ({ low, high }) => low <= truth && truth <= high,
    );
    expect(held.length / 400).toBeGreaterThan(0.92);
    expect(held.length / 400).toBeLessThan(0.99);
    const [sure, none] = [
      areaOf(Float64Array.of(2, 3, 4), Float64Array.of(0, 1)),
      areaOf(Float64Array.of(0, 1), Float64Array.of(2, 3, 4)),
    ];
    expect([sure.value, sure.high, none.value, none.low]).toEqual([1, 1, 0, 0]);
    expect(sure.low).toBeGreaterThan(0.3);
    expect(none.high).toBeCloseTo(1 - sure.low, 6);
    expect(areaOf(new Float64Array(), Float64Array.of(1))).toEqual({ value: Number.NaN, low: 0, high: 1 });
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

  it('is saved with what it caught, and found again when the file is opened', async () => {
    const watched = await openWatch(parseSpec(text), subject);
    const { setting } = exampleReport();
    const report = { ...(await reportOf(watched.subject, text)), setting };
    watched.close();
    const saved = parseReport(reportJson(report), 'saved');
    const found = detectionsOf(report);
    expect(saved.detections).toHaveLength(found.flatMap(({ rows }) => rows).length);
    for (const { defense, detector, threshold, rows } of found)
      for (const { cell, joint } of rows)
        expect(saved.detections).toContainEqual(
          expect.objectContaining({
            ...cell,
            ...{ defense, detector, threshold: Number(threshold.toPrecision(6)) },
            joint: { value: joint.value, low: joint.low, high: joint.high, n: joint.n },
          }),
        );
    const counts = (of: Report) => detectionsOf(of).flatMap(({ rows }) => rows.map(({ detected }) => detected.count));
    expect(counts(reopenReport(saved))).toEqual(counts(report));
    const onCard = cardDetectors([{ kind: 'evaluate', name: 'r', seal: 'intact', report, saved }, undefined], 'median');
    expect(onCard).toHaveLength(found.find(({ defense }) => defense === 'median')!.rows.length);
    for (const { adaptive, trust } of onCard) expect(trust === 'do-not-quote').toBe(!adaptive);
    const without = { ...(await reportOf(subject, { ...text, detector: 'none' })), setting };
    expect(savedReport(without)).not.toHaveProperty('detections');
  });

  it('is passed more often by the attack that knows it', async () => {
    const loose = { 'squeezing.depth': '2', fpr: '0.2' };
    const aware = { ...text, ...loose, defense: 'none', eps: '0.3', 'pgd.steps': '20', count: '24' };
    const watched = await openWatch(parseSpec(aware), subject);
    const [found] = detectionsOf(await reportOf(watched.subject, aware));
    watched.close();
    const [knowing, naive] = [true, false].map((mode) => found!.rows.find(({ cell }) => cell.adaptive === mode)!);
    expect(knowing!.joint.count).toBeLessThan(naive!.joint.count);
  });

  it('does not keep an attack that is noticed from turning the image', async () => {
    const feared = {
      ...text,
      'squeezing.depth': '2',
      'squeezing.penalty': '1000',
      fpr: '0.2',
      defense: 'none',
      eps: '0.3',
    };
    const watched = await openWatch(parseSpec(feared), subject);
    const [found] = detectionsOf(await reportOf(watched.subject, feared));
    watched.close();
    const [knowing, naive] = [true, false].map((mode) => found!.rows.find(({ cell }) => cell.adaptive === mode)!);
    expect(knowing!.detected.n).toBeGreaterThanOrEqual(naive!.detected.n);
    expect(naive!.detected.count).toBeGreaterThan(0);
  });

  it('lets an attack that knows it succeed only where the model is wrong and nobody is suspicious', async () => {
    const spec = parseSpec({ ...text, 'squeezing.depth': '2', fpr: '0.2', 'squeezing.penalty': '0.01' });
    const watched = await openWatch(spec, subject);
    const batch = await loadBatch(
      subject,
      Array.from({ length: 24 }, (_, i) => i),
      24,
    );
    const rng = makeRng('strange');
    const strange = tf.tensor4d(
      Float32Array.from({ length: batch.x.size }, () => rng.uniform()),
      batch.x.shape,
    );
    const ask = (wary?: Int32Array) =>
      defended({ seed: 0, eot: 0 }, watched.subject, batch, { chain: [], purpose: 'a', wary }).logits(strange);
    const [plain, held] = [ask(), ask(batch.classes)];
    const seen = suspicions(spec, watched.subject, batch, { chain: [], purpose: 'a' }, strange).squeezing!;
    const [z, raised, scores] = [await plain.array(), await held.array(), await seen.data()];
    const threshold = watched.subject.watch!.thresholdOf([], 'squeezing');
    tf.dispose([plain, held, seen, strange]);
    batch.dispose();
    watched.close();
    const best = (row: readonly number[]) => row.indexOf(Math.max(...row));
    const kinds = new Set<string>();
    for (const [i, row] of z.entries()) {
      const label = batch.classes[i]!;
      const [wrong, suspected] = [best(row) !== label, scores[i]! > threshold];
      expect(best(raised[i]!) !== label).toBe(wrong && !suspected);
      for (const [k, value] of row.entries())
        if (k !== label || !suspected) expect(raised[i]![k]).toBeCloseTo(value, 5);
      kinds.add(`${wrong} ${suspected}`);
    }
    expect([...kinds].sort()).toEqual(expect.arrayContaining(['true false', 'true true']));
  });

  it('knows before the attack the threshold that the report finds', async () => {
    const spec = parseSpec(text);
    const watched = await openWatch(spec, subject);
    const report = await reportOf(watched.subject, text);
    for (const { defense, detector, threshold } of detectionsOf(report)) {
      const chain = spec.defenses.find((known) => chainName(known) === defense)!;
      expect(watched.subject.watch!.thresholdOf(chain, detector)).toBeCloseTo(threshold, 6);
    }
    watched.close();
  });

  it('says what is missing where a detector cannot work', async () => {
    const spec = parseSpec({ ...text, detector: 'neighbours' });
    await expect(openWatch(spec, subject)).rejects.toThrow('neighbours: expected a model that shows its layers');
  });
});
