import '@tensorflow/tfjs-backend-cpu';
import { readdir, readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { openLayersModel } from '../../src/classifiers/layersModel.ts';
import { makeRng } from '../../src/core/rng.ts';
import type { Env } from '../../src/engine/env.ts';
import { openNodeEnv } from '../../src/platform/nodeEnv.ts';
import { batchNormOfBatch } from '../../src/tensor/batchNorm.ts';
import type { Images, Labels } from '../../src/tensor/norms.ts';
import * as tf from '../../src/tensor/tf.ts';
import { decodeCheckpoint, encodeCheckpoint } from '../../src/training/checkpoint.ts';
import type { TrainEvent } from '../../src/training/events.ts';
import { gather } from '../../src/training/images.ts';
import { type Answer, type Learner, openLearner } from '../../src/training/learner.ts';
import { meanCrossEntropy } from '../../src/training/losses.ts';
import { modelFiles } from '../../src/training/modelFiles.ts';
import { buildNetwork, initialWeights } from '../../src/training/network.ts';
import { parseRecipe, type Recipe } from '../../src/training/recipe.ts';
import { alone, joinTeam, shareOf } from '../../src/training/team.ts';
import { type TrainingData, train } from '../../src/training/train.ts';
import { stripes, stripesRecipe } from './stripes.ts';

let env: Env;
beforeAll(async () => {
  ({ env } = await openNodeEnv({}));
});

const recipes = new URL('../../recipes/', import.meta.url);
const images = stripes(320);
const recipe: Recipe = {
  ...stripesRecipe,
  id: 'residual-stripes',
  architecture: [
    { kind: 'conv2d', filters: 4, kernelSize: 3, strides: 1, padding: 'same', activation: 'relu', batchNorm: true },
    { kind: 'residual', filters: 4, strides: 1 },
    { kind: 'residual', filters: 8, strides: 2 },
    { kind: 'globalAveragePool' },
    { kind: 'dense', units: 2, activation: 'linear' },
  ],
  epochs: 4,
  optimizer: { kind: 'sgd', learningRate: 0.1, schedule: 'oneCycle', momentum: 0.9, weightDecay: 5e-4 },
};

function runTraining(taught: Recipe, resumeFrom?: TrainingData['resumeFrom'], watch = (_: TrainEvent) => {}) {
  const host = { signal: new AbortController().signal, emit: watch };
  return train(taught, { images, resumeFrom }, { breathe: env.breathe, now: () => 0 }, host);
}

const noise = (shape: number[], label: string) => {
  const rng = makeRng(label);
  return tf.tensor(
    Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => rng.normal()),
    shape,
  );
};

describe('batch norm of a batch', () => {
  const epsilon = 1e-3;
  type Inputs = [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D];
  const composed = (...[x, gamma, beta]: Inputs) => {
    const { mean, variance } = tf.moments(x, [0, 1, 2]);
    return tf.add(tf.mul(tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, epsilon))), gamma), beta);
  };

  it('agrees, with all its gradients, with the formula in single operations', async () => {
    const inputs = [noise([3, 4, 5, 2], 'x'), noise([2], 'gamma'), noise([2], 'beta')];
    const upstream = noise([3, 4, 5, 2], 'dy');
    const own = (...[x, gamma, beta]: Inputs) => batchNormOfBatch(x, { gamma, beta, epsilon }).y;
    const inside = (x: tf.Tensor) => tf.mul(x, 3) as tf.Tensor4D; // what a layer before gives is gone after the way there
    const [found, wanted] = [own, composed].map((f) =>
      tf.valueAndGrads((x, ...rest) =>
        tf.sum(tf.mul(f(inside(x!), ...(rest as [tf.Tensor1D, tf.Tensor1D])), upstream)),
      )(inputs),
    );
    for (const [i, tensor] of [found!.value, ...found!.grads].entries()) {
      const reference = [wanted!.value, ...wanted!.grads][i]!;
      const [worst] = await tf.max(tf.abs(tf.sub(tensor, reference))).data();
      expect(worst, `output ${i}`).toBeLessThan(2e-4);
    }
  });
});

describe('the recipes of the lab', async () => {
  const names = (await readdir(recipes)).filter((name) => name.endsWith('.json'));

  it.each(names)('%s makes a model of less than 6 MB, named like its file', async (name) => {
    const shipped = parseRecipe(name, await readFile(new URL(name, recipes)));
    const network = buildNetwork(shipped);
    expect(4 * network.countParams()).toBeLessThan(6e6);
    expect(`${shipped.id}.json`).toBe(name);
    network.dispose();
  });
});

describe('a residual network', () => {
  it('learns, goes by its running statistics afterwards, and leaks nothing', async () => {
    const before = tf.memory().numTensors;
    const events: TrainEvent[] = [];
    await runTraining(recipe, undefined, (event) => events.push(event));
    const epochs = events.filter((event) => event.kind === 'epoch');
    expect(epochs.at(-1)!.accuracy.value).toBeGreaterThanOrEqual(0.97);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('learns on the plain processor what it learns with our kernels', async () => {
    const short: Recipe = { ...recipe, epochs: 1 };
    const wanted = await runTraining(short);
    await tf.setBackend('cpu');
    try {
      const found = await runTraining(short);
      const furthest = found.state.reduce((most, value, i) => Math.max(most, Math.abs(value - wanted.state[i]!)), 0);
      expect(furthest).toBeLessThan(1e-3);
    } finally {
      await tf.setBackend('wasm');
    }
  });

  it('ends at the same weights when it was stopped in between and resumed from a file', async () => {
    const kept: Uint8Array[] = [];
    const keep = (event: TrainEvent) => event.kind === 'checkpoint' && kept.push(encodeCheckpoint(event.checkpoint));
    const whole = await runTraining(recipe, undefined, keep);
    const resumed = await runTraining(recipe, decodeCheckpoint('checkpoint.bin', kept[1]!, recipe));
    expect(resumed.state).toEqual(whole.state);
  });

  it('answers from its files as it did when it was trained', async () => {
    const trained = await runTraining({ ...recipe, epochs: 1 });
    const { parameters, ...files } = await modelFiles(recipe, trained);
    expect(files['weights.bin']).toHaveLength(4 * parameters);
    const classifier = await openLayersModel('r', 'model.json', async (path) => files[path as keyof typeof files]);
    const learner = openLearner(recipe, trained.state);
    const x = noise([5, 6, 6, 1], 'x') as Images;
    const [found, wanted] = [classifier, learner].map(({ logits }) => tf.tidy(() => logits(x)));
    expect(await found!.array()).toEqual(await wanted!.array());
    tf.dispose([x, found!, wanted!]);
    classifier.dispose();
    learner.dispose();
  });

  it('starts with scales and variances of one, and shifts and means of zero', async () => {
    const network = buildNetwork(recipe);
    const weights = initialWeights(network, makeRng(1));
    const started = new Map(
      network.weights.map(({ originalName }, i) => [originalName.replace(/.*\//, ''), weights[i]!]),
    );
    for (const [part, value] of [
      ['gamma', 1],
      ['beta', 0],
      ['moving_mean', 0],
      ['moving_variance', 1],
    ] as const) {
      expect([...new Set(await started.get(part)!.data())], part).toEqual([value]);
    }
    network.dispose();
    tf.dispose(weights);
  });
});

describe('running statistics', () => {
  const first: Recipe = { ...recipe, architecture: [recipe.architecture![0]!, ...recipe.architecture!.slice(3)] };
  const pace = { learningRate: 0.01, t: 1 };
  const positions = Int32Array.from({ length: 30 }, (_, i) => i);

  async function teach(learner: Learner, part: Int32Array, team = alone) {
    const { pixels, labels } = gather(images, part);
    const x: Images = tf.tensor4d(pixels, [part.length, 6, 6, 1]);
    const y: Labels = tf.tensor1d(labels, 'int32');
    const task = { loss: (answer: Answer) => meanCrossEntropy(answer(x), y), rows: part.length };
    const { loss } = await learner.step(task, pace, { team, batchSize: positions.length });
    const [value] = await loss.data();
    tf.dispose([x, y, loss]);
    return value!;
  }

  /** Of the only batch norm of `first`: means, then variances, behind the 5 tensors that are trained. */
  const statisticsIn = (state: Float32Array) => [...state.subarray(36 + 4 + 4 + 8 + 2, 36 + 4 + 4 + 8 + 2 + 8)];

  async function batchMoments(part: Int32Array) {
    const network = buildNetwork(first);
    const weights = initialWeights(network, makeRng(first.seed).fork('weights'));
    const x = tf.tensor4d(gather(images, part).pixels, [part.length, 6, 6, 1]);
    const { mean, variance } = tf.tidy(() => tf.moments(tf.conv2d(x, weights[0] as tf.Tensor4D, 1, 'same'), [0, 1, 2]));
    const moments = [...(await mean.data()), ...(await variance.data())];
    network.dispose();
    tf.dispose([weights, x, mean, variance]);
    return moments;
  }

  const startedAt = [0, 0, 0, 0, 1, 1, 1, 1];
  const expectNear = (found: number[], wanted: number[]) =>
    found.forEach((value, i) => {
      expect(value).toBeCloseTo(wanted[i]!, 5);
    });

  it('move a tenth of the way to those of a batch', async () => {
    const learner = openLearner(first);
    await teach(learner, positions);
    const moments = await batchMoments(positions);
    const wanted = startedAt.map((start, i) => 0.9 * start + 0.1 * moments[i]!);
    expectNear(statisticsIn(await learner.state()), wanted);
    learner.dispose();
  });

  it('of a team move to the mean of what its members saw, and are the same bits for all', async () => {
    const before = tf.memory().numTensors;
    const { port1, port2 } = new MessageChannel();
    const members = [joinTeam(0, [undefined, port1]), joinTeam(1, [port2, undefined])];
    const learners = members.map(() => openLearner(first));
    const part = (rank: number) => shareOf(positions.subarray(0, 29), { rank, size: 2 }); // 14 and 15 images
    const losses = await Promise.all(learners.map((learner, rank) => teach(learner, part(rank), members[rank])));
    expect(losses[0]).toBe(losses[1]);
    const [one, two] = await Promise.all(learners.map((learner) => learner.state()));
    expect(one).toEqual(two);
    const [left, right] = [await batchMoments(part(0)), await batchMoments(part(1))];
    const mean = left.map((value, i) => (14 * value + 15 * right[i]!) / 30); // as the batch was said to have 30
    expectNear(
      statisticsIn(one!),
      startedAt.map((start, i) => 0.9 * start + 0.1 * mean[i]!),
    );
    for (const learner of learners) learner.dispose();
    port1.close();
    expect(tf.memory().numTensors).toBe(before);
  });
});
