import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { openCertifier } from '../../src/certification/certify.ts';
import { problemsOf } from '../../src/core/errors.ts';
import {
  applyCertify,
  at,
  type CertifyReport,
  certifiedImages,
  certifiedRows,
  certifyCheck,
  certifyProgress,
  emptyCertify,
  radiusCurve,
} from '../../src/spec/certifyReport.ts';
import type { RunEvent } from '../../src/spec/events.ts';
import { certifyJson } from '../../src/spec/export/certifyJson.ts';
import { certifySchema } from '../../src/spec/export/certifySchema.ts';
import type { SpecText } from '../../src/spec/spec.ts';
import * as tf from '../../src/tensor/tf.ts';
import { type Files, saveModel } from '../modelFiles.ts';
import { channelPool, channelWorker, fileEnv, openFiles, smallFiles } from '../worker/hosts.ts';

const text: SpecText = {
  experiment: 'certify',
  model: 'file:m/model.json',
  data: 'file:images.idx,labels.idx',
  method: 'smoothing,interval,linear',
  eps: '0.005,0.02,0.05',
  'pgd.steps': '5',
  sigma: '0.1',
  n: '60',
  n0: '20',
  radii: '0,0.05',
  eot: '2',
  count: '13',
};

let files: Files;
let report: CertifyReport;
beforeAll(async () => {
  await tf.setBackend('cpu');
  files = await smallFiles();
  report = await direct(4);
});

const signal = new AbortController().signal;

async function reportOf(runOn: (emit: (event: RunEvent) => void) => Promise<void>): Promise<CertifyReport> {
  let found = emptyCertify(text);
  await runOn((event) => {
    found = applyCertify(found, event);
  });
  return found;
}

const direct = (batchSize: number, spec = text) =>
  reportOf(async (emit) => {
    const certifier = openCertifier(fileEnv(files, batchSize));
    await certifier.run(spec, { signal, emit });
    certifier.dispose();
  });

describe('a certification', () => {
  it('is the same whatever the batches, shards and workers', async () => {
    const other = await direct(13);
    const engine = channelPool(() => channelWorker(openFiles(files)));
    const pooled = await reportOf((emit) => engine.run(text, { signal, emit }));
    engine.close();
    expect(certifiedImages(report)).toHaveLength(13);
    expect(certifiedImages(other)).toEqual(certifiedImages(report));
    expect(certifiedImages(pooled)).toEqual(certifiedImages(report));
    const { done, total } = certifyProgress(report);
    expect(done).toBeCloseTo(total, 6);
  });

  it('frees what it held', async () => {
    const before = tf.memory().numTensors;
    await direct(4, { ...text, count: '5' });
    expect(tf.memory().numTensors).toBe(before);
  });

  it('proves no image that the attack fools, less within more, and intervals no more than lines', () => {
    const rows = certifiedRows(report);
    expect(rows.map(({ method, epsilon }) => at(method, epsilon))).toEqual([
      ...['smoothing|0', 'smoothing|0.05'],
      ...['interval|0.005', 'interval|0.02', 'interval|0.05'],
      ...['linear|0.005', 'linear|0.02', 'linear|0.05'],
    ]);
    for (const { certified, empirical, broken } of rows) {
      expect(broken).toEqual([]);
      expect(certified.count).toBeLessThanOrEqual(empirical.count);
    }
    const counts = (method: string) =>
      rows.filter((row) => row.method === method).map(({ certified }) => certified.count);
    expect(counts('linear')).toEqual([...counts('linear')].sort((a, b) => b - a));
    counts('interval').forEach((count, i) => {
      expect(count).toBeLessThanOrEqual(counts('linear')[i]!);
    });
    expect(counts('linear')[0]).toBeGreaterThan(0);
    expect(certifyCheck(report)).toEqual({ held: true, broken: [] });
  });

  it('raises its check where an image is proved and fooled', () => {
    const image = certifiedImages(report).find(({ proved }) => proved.get('linear|0.005'))!;
    const from = 4 * Math.floor(image.position / 4);
    const key = `attacked|linf|0.005|${from}`;
    const fooled = new Uint8Array(4);
    fooled[image.position - from] = 1;
    const piece = { ...report.pieces[key]!, fooled } as CertifyReport['pieces'][string];
    const broken = { ...report, pieces: { ...report.pieces, [key]: piece } };
    expect(certifyCheck(broken)).toEqual({ held: false, broken: [image.position] });
  });

  it('is written as its schema says, and its curve ends at the largest radius', () => {
    const written = certifySchema.parse(JSON.parse(certifyJson(report)));
    expect(written.results).toHaveLength(8);
    expect(written.images.index).toEqual([...Array(13).keys()]);
    expect(written.smoothing).toMatchObject({ sigma: 0.1, n: 60, n0: 20, alpha: 0.001 });
    const curve = radiusCurve(report);
    expect(curve[0]!.radius).toBe(0);
    for (const { epsilon, certified } of certifiedRows(report).filter(({ method }) => method === 'smoothing')) {
      const step = curve.filter(({ radius }) => radius >= epsilon)[0];
      expect(step?.rate.count ?? 0).toBe(certified.count);
    }
  });

  it('draws other noise from another seed', async () => {
    const votes = (of: CertifyReport) => certifiedImages(of).map(({ vote }) => vote!.count);
    expect(votes(await direct(4, { ...text, seed: '1' }))).not.toEqual(votes(report));
  });

  it('refuses a network that has no bounds before it runs, but not for smoothing', async () => {
    const { dense, flatten, inputLayer } = tf.layers.layers;
    const layers = [
      inputLayer({ inputShape: [6, 6, 1] }),
      flatten(),
      dense({ units: 4, activation: 'swish' }),
      dense({ units: 3 }),
    ];
    files = new Map([...files, ...(await saveModel(tf.layers.sequential({ layers }), 'swish'))]);
    const swish = { ...text, model: 'file:swish/model.json' };
    const problems = await direct(4, swish).catch(problemsOf);
    expect(problems).toMatchObject([{ where: 'file:swish/model.json', code: 'no-bound' }]);
    expect(certifiedImages(await direct(4, { ...swish, method: 'smoothing', count: '2' }))).toHaveLength(2);
  });
});
