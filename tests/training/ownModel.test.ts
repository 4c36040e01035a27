import { beforeAll, describe, expect, it } from 'vitest';
import { trainingProblem } from '../../src/classifiers/audit.ts';
import { graphClassifier } from '../../src/classifiers/graph/classifier.ts';
import { graphOfLayers } from '../../src/classifiers/graph/fromLayers.ts';
import { type Graph, trainedWeights } from '../../src/classifiers/graph/graph.ts';
import { exportOnnx } from '../../src/classifiers/onnx/exportOnnx.ts';
import { openModelFile } from '../../src/classifiers/openModelFile.ts';
import { plainPixels } from '../../src/core/preprocessing.ts';
import type { Env } from '../../src/engine/env.ts';
import { openNodeEnv } from '../../src/platform/nodeEnv.ts';
import * as tf from '../../src/tensor/tf.ts';
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from '../../src/training/checkpoint.ts';
import type { TrainEvent } from '../../src/training/events.ts';
import { graphTrainable, taughtGraph } from '../../src/training/graphTrainable.ts';
import { gather } from '../../src/training/images.ts';
import { meanCrossEntropy } from '../../src/training/losses.ts';
import { openMaterial, openStart } from '../../src/training/material.ts';
import type { MethodKind, MethodRecipe } from '../../src/training/methodRecipe.ts';
import { graphFiles } from '../../src/training/modelFiles.ts';
import type { Recipe } from '../../src/training/recipe.ts';
import { train } from '../../src/training/train.ts';
import { trainTogether } from '../../workers/trainTogether.ts';
import { randomImages, relativeError, valuesOf } from '../graph/compare.ts';
import { around, layerModels } from '../graph/layerModels.ts';
import { branchingFiles } from '../graph/modelFormats.ts';
import { channelWorker, smallReport } from '../worker/hosts.ts';
import { stripesNetwork, swishNetwork } from './ownNetworks.ts';
import { stripes, stripesRecipe } from './stripes.ts';

let env: Env;
let normed: Graph;
let plain: Graph;
beforeAll(async () => {
  ({ env } = await openNodeEnv({}));
  [normed, plain] = [await stripesNetwork(), await stripesNetwork({ norm: false })];
});

const images = stripes(320);
const { architecture: _, ...layerless } = stripesRecipe;
const recipe: Recipe = { ...layerless, start: { model: 'file:stripes.onnx' }, epochs: 2 };
const ramped = { epsilon: 0.05, rampEpochs: 1 };

const settings: { readonly [Kind in MethodKind]: Extract<MethodRecipe, { kind: Kind }> } = {
  plain: { kind: 'plain' },
  gaussian: { kind: 'gaussian', sigma: 0.1 },
  fast: { kind: 'fast', ...ramped, stepSize: 1.25 },
  pgd: { kind: 'pgd', ...ramped, steps: 3, stepSize: 0.5 },
  trades: { kind: 'trades', ...ramped, steps: 3, stepSize: 0.5, beta: 1 },
  free: { kind: 'free', epsilon: 0.05, replays: 2 },
  ibp: { kind: 'ibp', ...ramped, trainEpsilon: 0.06, warmupEpochs: 0, kappa: 0.5 },
  distillation: { kind: 'distillation', temperature: 20 },
};

const host = (emit: (event: TrainEvent) => void = () => undefined, signal = new AbortController().signal) => ({
  emit,
  signal,
});

const taught = (own: Recipe, graph: Graph, resumeFrom?: Checkpoint, emit?: (event: TrainEvent) => void) =>
  train(own, { images, start: { kind: 'graph', graph }, resumeFrom }, env, host(emit));

/** TensorFlow.js has no gradient for the last one; ours has. */
const networks = {
  ...layerModels,
  'batch normalisation without shift': () =>
    around((x) => tf.layers.layers.batchNormalization({ center: false }).apply(x) as tf.layers.SymbolicTensor),
};

describe.each(Object.entries(networks))('a network of the user’s with %s', (_, build) => {
  it('has the gradient of each of its weights that finite differences have', async () => {
    const model = build();
    const network = graphTrainable(await graphOfLayers('m', model), 'm');
    model.dispose();
    const x = randomImages(4, [7, 6, 3]);
    const labels = tf.tensor1d([0, 1, 2, 0], 'int32');
    const loss = () => meanCrossEntropy(network.pass.run(x).logits, labels);
    const { value, grads } = tf.variableGrads(loss, [...network.trained]);
    for (const weight of network.trained) {
      const gradient = grads[weight.name]!;
      const [squared = 0] = await tf.sum(tf.square(gradient)).data();
      if (squared < 1e-10) continue; // a unit that is off at all four images
      const step = 2e-3 / Math.sqrt(squared);
      const at = weight.clone();
      const sides = [step, -step].map((t) => {
        weight.assign(tf.add(at, tf.mul(gradient, t)));
        return tf.tidy(loss);
      });
      const [[above = 0], [below = 0]] = [await sides[0]!.data(), await sides[1]!.data()];
      weight.assign(at);
      expect(Math.abs((above - below) / (2 * step) - squared) / squared, weight.name).toBeLessThan(0.03);
      tf.dispose([at, ...sides]);
    }
    tf.dispose([value, ...Object.values(grads), x, labels]);
    network.dispose();
  });
});

describe.each(Object.values(settings))('$kind on a network of the user’s', (method) => {
  const graph = () => (method.kind === 'distillation' ? plain : normed);

  it('teaches, leaks nothing, and ends at the same weights when it was stopped and resumed from a file', async () => {
    const own = { ...recipe, method, epochs: 6 };
    const before = tf.memory().numTensors;
    const kept: Uint8Array[] = [];
    const accuracies: number[] = [];
    const whole = await taught(own, graph(), undefined, (event) => {
      if (event.kind === 'checkpoint') kept.push(encodeCheckpoint(event.checkpoint));
      if (event.kind === 'epoch') accuracies.push(event.accuracy.value);
    });
    expect(tf.memory().numTensors).toBe(before);
    expect(accuracies.at(-1)).toBeGreaterThan(0.85);
    const middle = kept[Math.floor(kept.length / 2)]!;
    const resumed = await taught(own, graph(), decodeCheckpoint('c.bin', middle, own));
    expect(resumed.state).toEqual(whole.state);
  });

  it('comes out as a file that gives the same logits when it is opened again', async () => {
    const own = { ...recipe, method, epochs: 1 };
    const checkpoint = await taught(own, graph());
    const files = graphFiles(own, checkpoint, graph());
    const read = async () => files['model.onnx'];
    const { classifier, access, preprocessing } = await openModelFile('again', 'model.onnx', read);
    expect(access).toEqual({ kind: 'trainable' });
    expect(preprocessing).toEqual(plainPixels); // it lies inside
    const scale = method.kind === 'distillation' ? method.temperature : 1;
    const learned = graphTrainable(taughtGraph(graph(), checkpoint.state), 'taught');
    const x = randomImages(5, [6, 6, 1]);
    const wanted = await valuesOf((v) => tf.mul(learned.logits(v as tf.Tensor4D), scale), x);
    expect(relativeError(await valuesOf(classifier.logits, x), wanted)).toBeLessThan(1e-5);
    tf.dispose(x);
    classifier.dispose();
    learned.dispose();
  });
});

describe('a network of the user’s in training', () => {
  it('is taught alike by one worker and by two, up to rounding, also with batch norm', async () => {
    const own: Recipe = { ...recipe, method: settings.pgd };
    const single = await taught(own, normed);
    const openEnv = async () => ({ env, report: smallReport, lost: new Promise<string>(() => undefined) });
    const data = { images, start: { kind: 'graph', graph: normed } } as const;
    const options = { spawn: () => channelWorker(openEnv), start: {}, size: 2, notify: () => undefined };
    const both = await trainTogether(own, data, host(), options);
    expect(relativeError(both.state, single.state)).toBeLessThan(2e-3);
  });

  it('keeps its preprocessing and the statistics of its batch norm, and moves everything else', async () => {
    const { state } = await taught({ ...recipe, method: settings.fast }, normed);
    const after = taughtGraph(normed, state).weights;
    const moved = Object.keys(after).filter(
      (name) => relativeError(after[name]!.values, normed.weights[name]!.values) > 0,
    );
    expect(moved.sort()).toEqual([...trainedWeights(normed)].sort());
    expect(moved.some((name) => /moving|preprocessing/.test(name))).toBe(false);
  });

  it('tells how the model did before anything was taught', async () => {
    const probes: TrainEvent[] = [];
    await taught({ ...recipe, method: settings.fast }, normed, undefined, (event) => {
      if (event.kind === 'probe') probes.push(event);
    });
    const classifier = await graphClassifier({ id: 'm', where: 'm', sha256: '' }, normed);
    const held = Array.from({ length: recipe.holdout }, (_, i) => images.labels.length - recipe.holdout + i);
    const { pixels, labels } = gather(images, held);
    const z = tf.tidy(() => classifier.logits(tf.tensor4d(pixels, [held.length, 6, 6, 1])));
    const answers = await tf.argMax(z, 1).data();
    const count = labels.reduce((sum, label, i) => sum + Number(label === answers[i]), 0);
    expect(probes[0]).toMatchObject({
      epoch: 1,
      step: 0,
      accuracy: { count, n: held.length },
      robust: { n: held.length },
    });
    z.dispose();
    classifier.dispose();
  });
});

describe('a model in any format whose weights can be read', () => {
  it('is taught as what it computes, its softmax taken off, in the range it expects', async () => {
    const own: Recipe = { ...recipe, inputShape: [8, 8, 3], classNames: ['a', 'b', 'c'] };
    const { 'tfjs graph zip': _, ...formats } = await branchingFiles();
    const x = randomImages(3, [8, 8, 3]);
    for (const [format, bytes] of Object.entries(formats)) {
      const start = await openStart(own, { ...env, readFile: async () => bytes });
      if (start?.kind !== 'graph') throw new Error(`${format}: expected a graph`);
      const { classifier } = await openModelFile('m', 'm', async () => bytes);
      const network = graphTrainable(start.graph, format);
      const wanted = await valuesOf(classifier.logits, x);
      expect(classifier.softmaxRemoved, format).toBe(true);
      expect(relativeError(await valuesOf(network.logits, x), wanted), format).toBeLessThan(1e-5);
      network.dispose();
      classifier.dispose();
    }
    x.dispose();
  });
});

describe('a model that cannot be trained as asked', () => {
  const material = (own: Recipe, bytes: Uint8Array) =>
    openMaterial(own, { ...env, readFile: async () => bytes }).then(
      () => 'taken',
      (error: { code: string; message: string }) => `${error.code}: ${error.message}`,
    );
  const digits = { data: { set: 'mnist-embedded', from: 9900, to: 10_000 }, holdout: 20 };

  it('says why, and what is possible instead', async () => {
    const graphModel = (await branchingFiles())['tfjs graph zip']!;
    expect(await material({ ...recipe, ...digits }, graphModel)).toMatch(
      /^spec: file:stripes.onnx: cannot be trained \(a GraphModel keeps its weights as constants\); it can be attacked.* bring it as ONNX/,
    );
    const swish = exportOnnx(swishNetwork(), 'swish');
    expect(await material({ ...recipe, method: settings.ibp }, swish)).toMatch(
      /^spec: file:stripes.onnx: method ibp has no interval bounds for .*smooth.*; take another method/,
    );
    expect(await material({ ...recipe, method: settings.distillation }, exportOnnx(normed, 'n'))).toMatch(
      /^spec: .*method distillation draws new weights .*norm.*take another method/,
    );
  });

  it('names the size and the classes that do not fit, both at once', async () => {
    const own: Recipe = { ...recipe, inputShape: [28, 28, 1], classNames: ['a', 'b', 'c'] };
    const found = await material(own, exportOnnx(plain, 'p'));
    expect(found).toMatch(/takes images of 6 × 6 × 1, these are 28 × 28 × 1/);
    expect(found).toMatch(/has 2 classes, these images have 3/);
  });

  it('is not called trainable where its file freezes every weight', () => {
    const frozen = Object.entries(plain.weights).map(([name, weight]) => [name, { ...weight, trainable: false }]);
    expect(trainingProblem({ ...plain, weights: Object.fromEntries(frozen) })).toMatch(/frozen/);
    expect(trainingProblem(plain)).toBeUndefined();
  });
});
