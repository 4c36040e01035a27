import '@tensorflow/tfjs-backend-cpu';
import { unzipSync, zipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ImportOptions, openModelFile, openModelFiles } from '../../src/classifiers/openModelFile.ts';
import { normalised, teachablePixels } from '../../src/core/preprocessing.ts';
import { addDilatedGradients } from '../../src/kernels/dilatedGradient.ts';
import * as tf from '../../src/tensor/tf.ts';
import { randomImages, relativeError, valuesOf } from './compare.ts';
import { branchingFiles, branchingModel } from './modelFormats.ts';

let files: Readonly<Record<string, Uint8Array>>;
let scores: (x: tf.Tensor4D) => tf.Tensor;

beforeAll(async () => {
  await tf.setBackend('cpu');
  addDilatedGradients();
  files = await branchingFiles();
  const model = branchingModel();
  scores = (x) => tf.log(model.apply(x) as tf.Tensor); // logits but for a constant of each image
});

const open = (format: string, options: ImportOptions = {}) =>
  openModelFile('m', 'the file', async () => files[format]!, options);

/** Scores without what softmax cannot tell. */
const centred = (z: tf.Tensor) => tf.sub(z, tf.mean(z, 1, true));

describe.each(['tfjs zip', 'onnx', 'h5', 'keras'])('a model given as %s', (format) => {
  it('gives the logits of the model it was written from, and can be trained', async () => {
    const { classifier, access, preprocessing, parameters } = await open(format);
    const x = randomImages(3, [8, 8, 3]);
    const wanted = await valuesOf((v) => centred(scores(v)), x);
    expect(relativeError(await valuesOf((v) => centred(classifier.logits(v)), x), wanted)).toBeLessThan(1e-4);
    expect(classifier).toMatchObject({ classes: 3, shape: [8, 8, 3], softmaxRemoved: true });
    expect(access).toEqual({ kind: 'trainable' });
    expect(preprocessing).toEqual({ scale: [1], offset: [0], order: 'RGB' });
    expect(parameters).toBe(112 + 148 + 16 + 51);
    classifier.dispose();
    x.dispose();
  });

  it('takes preprocessing as asked for, channels turned around first', async () => {
    const mean = [0.1, 0.2, 0.3];
    const deviation = [0.5, 0.6, 0.7];
    const { classifier } = await open(format, { preprocessing: { ...normalised(mean, deviation), order: 'BGR' } });
    const x = randomImages(2, [8, 8, 3]);
    const prepared = (v: tf.Tensor4D) => {
      const turned = tf.concat(
        [2, 1, 0].map((c) => tf.slice(v, [0, 0, 0, c], [-1, -1, -1, 1])),
        3,
      );
      return tf.div(tf.sub(turned, mean), deviation) as tf.Tensor4D;
    };
    const wanted = await valuesOf((v) => centred(scores(prepared(v))), x);
    expect(relativeError(await valuesOf((v) => centred(classifier.logits(v)), x), wanted)).toBeLessThan(1e-4);
    classifier.dispose();
    x.dispose();
  });
});

describe('a model of Teachable Machine', () => {
  it('brings its class names, and x/127 − 1 of bytes', async () => {
    const { classifier, format, preprocessing } = await open('teachable zip');
    expect(format).toBe('teachable-machine');
    expect(preprocessing).toEqual(teachablePixels);
    expect(classifier.classNames).toEqual(['犬', '猫', '鳥']);
    const x = randomImages(2, [8, 8, 3]);
    const wanted = await valuesOf((v) => centred(scores(tf.sub(tf.div(tf.mul(v, 255), 127), 1))), x);
    expect(relativeError(await valuesOf((v) => centred(classifier.logits(v)), x), wanted)).toBeLessThan(1e-4);
    classifier.dispose();
  });

  it('is the same when its files are dropped one by one', async () => {
    const dropped = Object.entries(unzipSync(files['teachable zip']!)).map(
      ([name, bytes]) => [name.replace('m/', ''), bytes] as const,
    );
    const { classifier, format } = await openModelFiles('m', new Map(dropped));
    expect(format).toBe('teachable-machine');
    expect(classifier.classNames).toEqual(['犬', '猫', '鳥']);
    classifier.dispose();
  });
});

describe('a GraphModel', () => {
  it('is attacked up to its softmax, and cannot be trained', async () => {
    const { classifier, access, format } = await open('tfjs graph zip');
    expect({ format, kind: access.kind }).toEqual({ format: 'tfjs-graph', kind: 'white-box' });
    const x = randomImages(2, [4, 4, 1]);
    const matrix = tf.tensor2d(
      Float32Array.from({ length: 32 }, (_, i) => Math.sin(i)),
      [16, 2],
    );
    const wanted = await valuesOf((v) => tf.matMul(tf.reshape(v, [2, 16]), matrix), x);
    expect(relativeError(await valuesOf(classifier.logits, x), wanted)).toBeLessThan(1e-5);
    expect(classifier.softmaxRemoved).toBe(true);
    classifier.dispose();
  });
});

describe('an archive', () => {
  it('that points outside itself is refused, and so is one without a model', async () => {
    const outside = zipSync({ '../model.json': new Uint8Array(1) });
    const empty = zipSync({ 'readme.txt': new Uint8Array(1) });
    await expect(openModelFile('m', 'a.zip', async () => outside)).rejects.toThrow(
      'a.zip: expected names inside the archive, got ../model.json',
    );
    await expect(openModelFile('m', 'a.zip', async () => empty)).rejects.toThrow('a.zip: expected a model');
  });

  it('may hold a model of another format', async () => {
    const packed = zipSync({ 'deep/model.onnx': files.onnx! });
    const { classifier, format } = await openModelFile('m', 'a.zip', async () => packed);
    expect(format).toBe('onnx');
    classifier.dispose();
  });
});
