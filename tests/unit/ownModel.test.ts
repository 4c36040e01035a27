import '@tensorflow/tfjs-backend-cpu';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { bytePixels, plainPixels } from '../../src/core/preprocessing.ts';
import { auditModel } from '../../src/engine/auditModel.ts';
import { convertModel } from '../../src/engine/convertModel.ts';
import type { Env } from '../../src/engine/env.ts';
import { openLab } from '../../src/engine/lab.ts';
import { addDilatedGradients } from '../../src/kernels/dilatedGradient.ts';
import { readBytes } from '../../src/platform/nodeEnv.ts';
import type { RunEvent } from '../../src/spec/events.ts';
import type { OwnFiles, OwnModel } from '../../src/spec/own.ts';
import { applyEvent, emptyReport } from '../../src/spec/report.ts';
import { fittingData } from '../../src/spec/usual.ts';
import { memoryShelf } from '../../src/store/memoryShelf.ts';
import * as tf from '../../src/tensor/tf.ts';
import { memoryEnv } from '../fixtures.ts';

const shelf = memoryShelf();
const env: Env = {
  ...memoryEnv({ batchSize: 8 }),
  readAsset: (path) => readBytes(path.replace(/^data\//, 'src/datasets/packs/')),
  readOwn: shelf.read,
};
const folder = 'models/mnist-mlp';
const files: OwnFiles = Object.fromEntries(
  ['model.json', 'weights.bin'].map((name) => [name, new Uint8Array(readFileSync(`${folder}/${name}`))]),
);
let model: OwnModel;

beforeAll(async () => {
  await tf.setBackend('cpu');
  addDilatedGradients();
  model = (await auditModel({ name: 'mine', files }, env)).model;
  await shelf.keep(model, files);
});

async function report(spec: Readonly<Record<string, string>>) {
  let now = emptyReport(spec);
  const emit = (event: RunEvent) => {
    now = applyEvent(now, event);
  };
  const lab = openLab(env);
  await lab.run(spec, { signal: new AbortController().signal, emit }).finally(lab.dispose);
  return now;
}
const quick = { data: 'mnist', attack: 'fgsm', defense: 'none', eps: '0.1', count: '2' };

describe('a model of the reader’s', () => {
  it('is described, and tried on images that fit it', async () => {
    const steps: string[] = [];
    const { preview } = await auditModel({ name: 'mine', files }, env, ({ kind }) => steps.push(kind));
    expect(steps).toEqual(['opening', 'trying']);
    expect(model).toMatchObject({
      format: 'tfjs-layers',
      shape: [28, 28, 1],
      classes: 10,
      access: { kind: 'trainable' },
    });
    expect(model.size).toBe(files['model.json']!.length + files['weights.bin']!.length);
    expect(preview).toMatchObject({ data: 'mnist', converted: false, right: { n: 64 } });
    expect(preview.right.count).toBeGreaterThan(60);
    expect([...preview.predictions]).toEqual([...preview.labels]); // the first eight are easy
  });

  it('reads images wrongly with the wrong pixel range, and the preview shows it', async () => {
    const { preview } = await auditModel(
      { name: 'mine', files, preprocessing: { ...plainPixels, scale: [-1], offset: [1] } },
      env,
    );
    expect(preview.right.count).toBeLessThan(32);
  });

  it('has another id with other preprocessing, other class names or other bytes, and the same id again', async () => {
    const others = [
      { name: 'mine', files, preprocessing: bytePixels },
      { name: 'mine', files, classNames: Array.from({ length: 10 }, (_, i) => `class ${i}`) },
    ];
    const found = await Promise.all(others.map((request) => auditModel(request, env)));
    const ids = [model.id, ...found.map((audited) => audited.model.id)];
    expect(new Set(ids).size).toBe(3);
    expect((await auditModel({ name: 'renamed', files }, env)).model.id).toBe(model.id);
    for (const id of ids) expect(id).toMatch(/^own:[0-9a-f]{12}$/);
  });

  it('can be evaluated as the model of the lab that it is, number for number', async () => {
    const [own, shipped] = [
      await report({ ...quick, model: model.id }),
      await report({ ...quick, model: 'mnist-mlp' }),
    ];
    expect(own.cells).toEqual(shipped.cells);
    expect(Object.keys(own.cells)).not.toEqual([]);
  });

  it('goes out as ONNX and comes in again with the same numbers', async () => {
    const onnx = await convertModel(model.id, 'onnx', env);
    const again = await auditModel({ name: 'again', files: { 'again.onnx': onnx } }, env);
    await shelf.keep(again.model, { 'again.onnx': onnx });
    expect(again.model).toMatchObject({ format: 'onnx', parameters: model.parameters });
    const [back, first] = [
      await report({ ...quick, model: again.model.id }),
      await report({ ...quick, model: model.id }),
    ];
    expect(back.cells).toEqual(first.cells);
    await expect(convertModel(again.model.id, 'tfjs', env)).rejects.toThrow(/take ONNX/);
  });

  it('goes out as a TensorFlow.js archive that opens again', async () => {
    const zip = await convertModel(model.id, 'tfjs', env);
    const again = await auditModel({ name: 'again', files: { 'model.zip': zip } }, env);
    expect(again.model).toMatchObject({ format: 'tfjs-layers', parameters: model.parameters });
    expect([...(await convertModel(model.id, 'tfjs', env))]).toEqual([...zip]);
  });

  it('is asked for in words where this browser does not keep it', async () => {
    await expect(report({ ...quick, model: 'own:000000000000' })).rejects.toThrow(/own:000000000000: not kept/);
    await expect(report({ ...quick, model: 'own:xyz' })).rejects.toThrow(/expected one of/);
    await expect(report({ ...quick, data: model.id })).rejects.toThrow(/mine is of another kind/);
  });
});

describe('the images of a preview', () => {
  it('have the channels of the model first of all, then its size, then its classes', () => {
    expect(fittingData({ shape: [28, 28, 1], classes: 2 })).toBe('mnist');
    expect(fittingData({ shape: [96, 96, 1], classes: 20 })).toBe('mnist');
    expect(fittingData({ shape: [224, 224, 3], classes: 1000 })).toBe('signs');
  });
});
