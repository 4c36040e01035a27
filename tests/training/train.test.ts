import { beforeAll, describe, expect, it } from 'vitest';
import { pgd } from '../../src/attacks/pgd.ts';
import { openLayersModel } from '../../src/classifiers/layersModel.ts';
import { makeRng } from '../../src/core/rng.ts';
import type { Env } from '../../src/engine/env.ts';
import { openNodeEnv } from '../../src/platform/nodeEnv.ts';
import * as tf from '../../src/tensor/tf.ts';
import { measureAccuracy } from '../../src/training/accuracy.ts';
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from '../../src/training/checkpoint.ts';
import type { TrainEvent } from '../../src/training/events.ts';
import { recipeFingerprint } from '../../src/training/fingerprint.ts';
import { gather } from '../../src/training/images.ts';
import { openLearner } from '../../src/training/learner.ts';
import { modelFiles } from '../../src/training/modelFiles.ts';
import type { Recipe } from '../../src/training/recipe.ts';
import { type TrainingData, train } from '../../src/training/train.ts';
import { steadyVictim } from '../fixtures.ts';
import { stripes, stripesRecipe } from './stripes.ts';

let env: Env;
beforeAll(async () => {
  ({ env } = await openNodeEnv({}));
});

const images = stripes(320);

interface Watch {
  readonly watch?: (event: TrainEvent) => void;
  readonly signal?: AbortSignal;
  readonly resumeFrom?: TrainingData['resumeFrom'];
}

/** A clock that is a second later at every look, so that each step is reported. */
function runTraining(recipe: Recipe, { watch = () => undefined, signal, resumeFrom }: Watch = {}): Promise<Checkpoint> {
  let ms = 0;
  const clock = { breathe: env.breathe, now: () => (ms += 1000) };
  const host = { signal: signal ?? new AbortController().signal, emit: watch };
  return train(recipe, { images, resumeFrom }, clock, host);
}

describe('training on PGD examples', () => {
  const method = { kind: 'pgd', epsilon: 0.08, steps: 4, stepSize: 0.4, rampEpochs: 3 } as const;
  const recipe: Recipe = { ...stripesRecipe, method, epochs: 12 };

  /** Share of the images that withstand 20 steps of PGD with the same ε. */
  async function withstanding(trained: Recipe): Promise<number> {
    const { state } = await runTraining(trained);
    const learner = openLearner(trained);
    learner.restore(state);
    const { pixels, labels } = gather(
      images,
      Array.from({ length: 200 }, (_, i) => i),
    );
    const x0 = tf.tensor4d(pixels, [200, 6, 6, 1]);
    const y = tf.tensor1d(labels, 'int32');
    const found = await pgd({
      victim: steadyVictim({ classes: 2, logits: learner.logits }),
      x0,
      objective: { kind: 'untargeted', labels: y },
      threat: { norm: 'linf', epsilon: method.epsilon },
      params: { steps: 20, stepSize: 0.15, randomStart: true, restarts: 1, loss: 'ce', earlyStop: false },
      ctx: { signal: new AbortController().signal, tick: async () => undefined, rngOf: makeRng },
    });
    const right = tf.tidy(() => tf.mean(tf.cast(tf.equal(tf.argMax(learner.logits(found), 1), y), 'float32')));
    const [share] = await right.data();
    learner.dispose();
    tf.dispose([x0, y, found, right]);
    return share!;
  }

  it('makes a network that withstands what breaks a plain one', async () => {
    const [plain, robust] = [await withstanding({ ...stripesRecipe, epochs: 12 }), await withstanding(recipe)];
    expect(robust).toBeGreaterThan(plain + 0.04);
  });

  it('repeats itself to the bit, leaks nothing, and differs from plain training', async () => {
    const short = { ...recipe, epochs: 2 };
    const before = tf.memory().numTensors;
    const first = await runTraining(short);
    expect(tf.memory().numTensors).toBe(before);
    expect((await runTraining(short)).state).toEqual(first.state);
    expect((await runTraining({ ...stripesRecipe, epochs: 2 })).state).not.toEqual(first.state);
  });
});

describe('plain training', () => {
  it('separates two easy classes within six epochs', async () => {
    const events: TrainEvent[] = [];
    await runTraining(stripesRecipe, { watch: (event) => events.push(event) });
    const epochs = events.filter((event) => event.kind === 'epoch');
    expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(epochs.at(-1)!.accuracy.value).toBeGreaterThanOrEqual(0.97);
    expect(epochs.at(-1)!.loss).toBeLessThan(epochs[0]!.loss / 2);
  });

  it('gives the same weights for the same seed, and others for another', async () => {
    const recipe = { ...stripesRecipe, epochs: 2, augmentation: { shift: 1 } };
    const [one, two, other] = [
      await runTraining(recipe),
      await runTraining(recipe),
      await runTraining({ ...recipe, seed: 8 }),
    ];
    expect(two.state).toEqual(one.state);
    expect(other.state).not.toEqual(one.state);
  });

  it('ends at the same weights when it was stopped in between and resumed from a file', async () => {
    const recipe = { ...stripesRecipe, epochs: 3 };
    const whole = await runTraining(recipe);
    const controller = new AbortController();
    const kept: Uint8Array[] = [];
    const stopAfterFirst = (event: TrainEvent) => {
      if (event.kind !== 'checkpoint') return;
      kept.push(encodeCheckpoint(event.checkpoint));
      controller.abort();
    };
    const stopped = runTraining(recipe, { watch: stopAfterFirst, signal: controller.signal });
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
    expect(kept).toHaveLength(1);
    const resumeFrom = decodeCheckpoint('checkpoint.bin', kept[0]!, recipe);
    const resumed = await runTraining(recipe, { resumeFrom });
    expect(resumed.state).toEqual(whole.state);
  });

  it('stops within one step of a cancel, says that it is not complete, and frees everything', async () => {
    const before = tf.memory().numTensors;
    const controller = new AbortController();
    const events: TrainEvent[] = [];
    const stopInSecondEpoch = (event: TrainEvent) => {
      events.push(event);
      if (event.kind === 'step' && event.epoch === 2 && event.step === 3) controller.abort();
    };
    const stopped = runTraining(stripesRecipe, { watch: stopInSecondEpoch, signal: controller.signal });
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
    const steps = events.filter((event) => event.kind === 'step');
    expect(steps.at(-1)).toMatchObject({ epoch: 2, step: 3 });
    expect(events.filter((event) => event.kind === 'checkpoint')).toHaveLength(1);
    expect(events.at(-1)).toMatchObject({ kind: 'finished', complete: false });
    expect(tf.memory().numTensors).toBe(before);
  });

  it('ends when nothing better has come for a while, and gives the best epoch', async () => {
    const events: TrainEvent[] = [];
    const recipe = { ...stripesRecipe, epochs: 40, patience: 2 };
    const { epochs } = await runTraining(recipe, { watch: (event) => events.push(event) });
    const scores = events.flatMap((event) => (event.kind === 'epoch' ? [event.accuracy.value] : []));
    expect(scores.length).toBeLessThan(40);
    expect(epochs).toBe(scores.indexOf(Math.max(...scores)) + 1);
    expect(scores).toHaveLength(epochs + 2);
  });

  it('looks at held-out images every few seconds', async () => {
    const probes: TrainEvent[] = [];
    await runTraining(
      { ...stripesRecipe, epochs: 2 },
      { watch: (event) => event.kind === 'probe' && probes.push(event) },
    );
    expect(probes.length).toBeGreaterThan(1);
    expect(probes[0]).toMatchObject({ epoch: 1, accuracy: { n: 64 } });
  });

  it('holds the same number of tensors after every step', async () => {
    const before = tf.memory().numTensors;
    const counts = new Set<number>();
    await runTraining(
      { ...stripesRecipe, epochs: 2 },
      { watch: ({ kind }) => kind === 'step' && counts.add(tf.memory().numTensors) },
    );
    expect([...counts]).toHaveLength(1);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('stops when the loss is no number, says what to lower, and keeps the checkpoint before', async () => {
    const before = tf.memory().numTensors;
    const healthy = await runTraining({ ...stripesRecipe, epochs: 1 });
    const wild: Recipe = {
      ...stripesRecipe,
      optimizer: { kind: 'adam', learningRate: 1e30, schedule: 'constant' },
    };
    const kept: Checkpoint[] = [];
    const spoiled = runTraining(wild, {
      resumeFrom: { ...healthy, recipe: recipeFingerprint(wild) },
      watch: (event) => event.kind === 'checkpoint' && kept.push(event.checkpoint),
    });
    await expect(spoiled).rejects.toMatchObject({
      code: 'param',
      message: expect.stringMatching(
        /^training stripes: expected a finite loss, got .* in epoch 2 .*; lower optimizer\.learningRate from 1e\+30, for instance to 1e\+29$/,
      ),
    });
    expect(kept).toEqual([]);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('the files of a trained model', () => {
  it('open as a classifier that is as good as the network was', async () => {
    const accuracies: number[] = [];
    const trained = await runTraining(stripesRecipe, {
      watch: (event) => event.kind === 'epoch' && accuracies.push(event.accuracy.value),
    });
    const { parameters, ...files } = await modelFiles(stripesRecipe, trained);
    expect(files['weights.bin']).toHaveLength(4 * parameters);
    const read = async (path: string) => files[path as keyof typeof files];
    const classifier = await openLayersModel('stripes', 'model.json', read);
    const heldOut = async (positions: readonly number[]) =>
      gather(
        images,
        positions.map((i) => 256 + i),
      );
    const examined = { shape: images.shape, count: 64, read: heldOut };
    const accuracy = await measureAccuracy(classifier.logits, examined, env.breathe);
    classifier.dispose();
    expect(accuracy.value).toBe(accuracies.at(-1));
  });

  it('are the same bytes whenever they are made', async () => {
    const trained = await runTraining({ ...stripesRecipe, epochs: 1 });
    expect(await modelFiles(stripesRecipe, trained)).toEqual(await modelFiles(stripesRecipe, trained));
  });
});

describe('a checkpoint file', () => {
  const checkpoint = { recipe: recipeFingerprint(stripesRecipe), epochs: 3, state: Float32Array.of(1, -2, 3.5) };

  it('is read back unchanged', () => {
    expect(decodeCheckpoint('c.bin', encodeCheckpoint(checkpoint), stripesRecipe)).toEqual(checkpoint);
  });

  it('is read from a Buffer, which slices without copying, at any offset', () => {
    const bytes = encodeCheckpoint(checkpoint);
    const inside = Buffer.concat([Buffer.of(0), bytes]).subarray(1);
    expect(decodeCheckpoint('c.bin', inside, stripesRecipe)).toEqual(checkpoint);
  });

  it('is refused when it is cut off or belongs to another recipe', () => {
    const bytes = encodeCheckpoint(checkpoint);
    expect(() => decodeCheckpoint('c.bin', bytes.subarray(0, -1), stripesRecipe)).toThrow(/c\.bin: expected a whole/);
    expect(() => decodeCheckpoint('c.bin', new Uint8Array(), stripesRecipe)).toThrow(/c\.bin: expected a whole/);
    expect(() => decodeCheckpoint('c.bin', bytes, { ...stripesRecipe, seed: 8 })).toThrow(/of this recipe/);
  });

  it('still belongs to its recipe when only the title changes', () => {
    const renamed = { ...stripesRecipe, title: 'Bars' };
    expect(decodeCheckpoint('c.bin', encodeCheckpoint(checkpoint), renamed).epochs).toBe(3);
  });
});
