import { describeTransfer } from '../../src/cli/transfer.ts';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { modelIds } from '../../src/classifiers/catalog.ts';
import { LabError } from '../../src/core/errors.ts';
import { run } from '../../src/engine/lab.ts';
import type { RunEvent } from '../../src/spec/events.ts';
import { transferJson } from '../../src/spec/export/transferJson.ts';
import { applyEvent, emptyReport } from '../../src/spec/report.ts';
import type { SpecText } from '../../src/spec/spec.ts';
import { resultRows } from '../../src/spec/summary.ts';
import { applyTransfer, betrayals, emptyTransfer, transferMatrix } from '../../src/spec/transferReport.ts';
import { formatTransfer, parseTransfer } from '../../src/spec/transferSpec.ts';
import * as tf from '../../src/tensor/tf.ts';
import { type Files, saveModel, smallModel } from '../modelFiles.ts';
import { channelPool, channelWorker, fileEnv, openFiles, smallFiles } from './hosts.ts';

const models = ['file:m/model.json', 'file:other/model.json'];
const text: SpecText = {
  experiment: 'transfer',
  models: models.join(','),
  data: 'file:images.idx,labels.idx',
  attack: 'pgd',
  'pgd.steps': '4',
  eps: '0.2',
  count: '13',
};

let files: Files;
beforeAll(async () => {
  await tf.setBackend('cpu');
  files = new Map([...(await smallFiles()), ...(await saveModel(smallModel({ seed: 11 }), 'other'))]);
});

async function matrixOf(runOn: (emit: (event: RunEvent) => void) => Promise<void>) {
  let report = emptyTransfer(text);
  await runOn((event) => {
    report = applyTransfer(report, event);
  });
  return { report, matrix: transferMatrix(report) };
}

const signal = new AbortController().signal;
const direct = (batchSize = 4) => matrixOf((emit) => run(text, fileEnv(files, batchSize), { signal, emit }));

describe('a transfer matrix', () => {
  it('is the evaluation of the source on its diagonal', async () => {
    const { matrix } = await direct();
    const { experiment: _, models: __, ...rest } = text;
    for (const model of models) {
      const spec = { ...rest, model, defense: 'none' };
      let report = emptyReport(spec);
      const emit = (event: RunEvent) => {
        report = applyEvent(report, event);
      };
      await run(spec, fileEnv(files), { signal, emit });
      const [row] = resultRows(report);
      const own = matrix.find(({ source, target }) => source === model && target === model)!;
      expect(own.robust).toEqual(row!.robust);
      expect(own.success).toEqual(row!.success);
    }
  });

  it('has a square for every pair, over every image, whatever the batches and shards', async () => {
    const { matrix } = await direct();
    expect(matrix.map(({ source, target }) => [source, target])).toEqual(
      models.flatMap((source) => models.map((target) => [source, target])),
    );
    for (const { robust } of matrix) expect(robust.n).toBe(13);
    expect((await direct(13)).matrix).toEqual(matrix);
    const engine = channelPool(() => channelWorker(openFiles(files)));
    expect((await matrixOf((emit) => engine.run(text, { signal, emit }))).matrix).toEqual(matrix);
    engine.close();
  });

  it('tells apart what works at home and what works abroad', async () => {
    const { matrix } = await direct();
    const [home, abroad] = [true, false].map((own) =>
      matrix
        .filter(({ source, target }) => (source === target) === own)
        .reduce((sum, { robust }) => sum + robust.count, 0),
    );
    expect(home).toBeLessThan(abroad!);
  });

  it('shows a minimum-norm attack only within the budget', async () => {
    const { 'pgd.steps': _, ...rest } = text;
    const far = { ...rest, attack: 'fab-t', eps: '0' };
    let report = emptyTransfer(far);
    const emit = (event: RunEvent) => {
      report = applyTransfer(report, event);
    };
    await run(far, fileEnv(files), { signal, emit });
    for (const { success } of transferMatrix(report)) expect(success.count).toBe(0);
  });

  it('leaks nothing and is written with its experiment', async () => {
    const before = tf.memory().numTensors;
    const { report } = await direct();
    expect(tf.memory().numTensors).toBe(before);
    const saved = JSON.parse(transferJson(report));
    expect(saved).toMatchObject({ experiment: 'transfer', spec: text, complete: true });
    expect(saved.results).toHaveLength(4);
    expect(saved.results[1]).toMatchObject({ source: models[0], target: models[1], n: 13 });
  });
});

describe('a model whose own gradient misleads', () => {
  const n = 100;
  /** A report in which so many of the images of the source fool the target. */
  const report = (fooled: Readonly<Record<string, number>>) =>
    Object.entries(fooled).reduce(
      (before, [pair, count]) => {
        const [source, target] = pair.split('>') as [string, string];
        const success = Uint8Array.from({ length: n }, (_, i) => Number(i < count));
        const none = new Int32Array(n);
        const block = { from: 0, labels: none, clean: none, targets: new Int32Array(n).fill(-1), success };
        const predictions = Int32Array.from(success);
        return applyTransfer(before, { kind: 'transfer', source, target, block: { ...block, predictions } });
      },
      emptyTransfer({ experiment: 'transfer', models: 'mnist-cnn,mnist-mlp', attack: 'pgd', eps: '0.2' }),
    );
  const matrix = { 'mnist-cnn>mnist-cnn': 90, 'mnist-mlp>mnist-mlp': 5, 'mnist-mlp>mnist-cnn': 40 };

  it('is named with the model whose images fool it more often', () => {
    const told = report({ ...matrix, 'mnist-cnn>mnist-mlp': 60 });
    expect(betrayals(told)).toMatchObject([
      { source: 'mnist-cnn', target: 'mnist-mlp', success: { value: 0.6 }, own: { value: 0.05 } },
    ]);
    expect(describeTransfer(told)).toMatch(/Warning: images crafted on mnist-cnn fool mnist-mlp .*60\.0 %.*5\.0 %/);
  });

  it('is not suspected for a few images', () => {
    expect(betrayals(report({ ...matrix, 'mnist-cnn>mnist-mlp': 9 }))).toEqual([]);
  });
});

describe('a transfer experiment as text', () => {
  it('is read and written without loss', () => {
    expect(formatTransfer(parseTransfer(text))).toMatchObject({ ...text, attack: 'pgd' });
    expect(formatTransfer(parseTransfer(formatTransfer(parseTransfer(text))))).toEqual(
      formatTransfer(parseTransfer(text)),
    );
  });

  it('takes every model for the same images, and the images of its models', () => {
    const { models, on } = parseTransfer({ eps: '0.2' });
    expect(models).toEqual(modelIds.filter((id) => id.startsWith('mnist-')));
    expect(on('mnist-mlp').data).toBe('mnist');
    const signs = { models: 'signs-cnn,file:mine.onnx', goal: 'class', target: '19', eps: '0.1' };
    expect(parseTransfer(signs).on('file:mine.onnx').data).toBe('signs');
    expect(parseTransfer(formatTransfer(parseTransfer(signs))).on('signs-cnn').data).toBe('signs');
  });

  it.each([
    [{ models: 'mnist-cnn' }, ['models: expected at least two, got "mnist-cnn"']],
    [{ models: 'mnist-cnn,no-such' }, [expect.stringMatching(/^models: expected some of .*, got "no-such"$/)]],
    [{ attack: 'fgsm,pgd' }, ['attack: expected one, got fgsm,pgd']],
    [{ eps: '0.1,0.2' }, ['eps: expected one budget, got 0.1,0.2']],
    [
      { models: 'x', eps: '8', attack: 'pgd' },
      [
        expect.stringMatching(/^models: .*"x"$/),
        expect.stringMatching(/^models: .*two/),
        expect.stringMatching(/8\/255/),
      ],
    ],
  ])('that is wrong names every problem: %o', (wrong, problems) => {
    const parse = () => parseTransfer({ ...text, 'pgd.steps': '4', ...wrong });
    expect(parse).toThrow(LabError);
    try {
      parse();
    } catch (error) {
      expect((error as LabError).message.split('\n')).toEqual(problems);
    }
  });
});
