import { beforeAll, describe, expect, it } from 'vitest';
import { openLayersModel } from '../../src/classifiers/layersModel.ts';
import { makeHold } from '../../src/core/hold.ts';
import type { Env } from '../../src/engine/env.ts';
import { openNodeEnv } from '../../src/platform/nodeEnv.ts';
import type { TrainEvent } from '../../src/training/events.ts';
import type { ModelFiles } from '../../src/training/modelFiles.ts';
import type { Recipe } from '../../src/training/recipe.ts';
import { stripesRecipe } from '../training/stripes.ts';
import { channelPool, channelWorker, smallReport } from './hosts.ts';

let env: Env;
beforeAll(async () => {
  ({ env } = await openNodeEnv({}));
});

const openEnv = async () => ({ env, report: smallReport, lost: new Promise<string>(() => undefined) });
const digits = Array.from({ length: 10 }, (_, i) => String(i));

/** Enough digits to learn something, few enough to take a second. */
const recipe: Recipe = {
  ...stripesRecipe,
  id: 'few-digits',
  inputShape: [28, 28, 1],
  classNames: digits,
  architecture: [
    { kind: 'conv2d', filters: 4, kernelSize: 5, strides: 4, padding: 'same', activation: 'relu' },
    { kind: 'flatten' },
    { kind: 'dense', units: 10, activation: 'linear' },
  ],
  data: { set: 'mnist-embedded', from: 0, to: 700 },
  holdout: 100,
  epochs: 4,
  batchSize: 50,
};

function watched() {
  const events: TrainEvent[] = [];
  const stop = new AbortController();
  return { events, stop, host: { signal: stop.signal, emit: (event: TrainEvent) => void events.push(event) } };
}

const lastAccuracy = (events: readonly TrainEvent[]) =>
  events.filter((event) => event.kind === 'epoch').at(-1)!.accuracy.value;

describe('training through the engine', () => {
  it('reads the digits of the lab, learns them, and gives files that open as a model', async () => {
    const pool = channelPool(() => channelWorker(openEnv));
    const { events, host } = watched();
    const checkpoint = await pool.train({ recipe }, host);
    expect(lastAccuracy(events)).toBeGreaterThan(0.6);
    const files = (await pool.exportModel(recipe, checkpoint, host)) as ModelFiles;
    const read = async (path: string) => files[path as 'model.json'];
    const classifier = await openLayersModel('few-digits', 'model.json', read);
    expect(classifier).toMatchObject({ classes: 10, shape: [28, 28, 1] });
    classifier.dispose();
    pool.close();
  });

  it('waits while it is held, and goes on to the same end', async () => {
    const pool = channelPool(() => channelWorker(openEnv));
    const straight = await pool.train({ recipe }, watched().host);
    const { events, host } = watched();
    const hold = makeHold();
    hold.set(true);
    const training = pool.train({ recipe }, { ...host, hold });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(events.filter(({ kind }) => kind === 'epoch')).toEqual([]);
    hold.set(false);
    expect((await training).state).toEqual(straight.state);
    pool.close();
  });

  it('can be cancelled while it is held', async () => {
    const pool = channelPool(() => channelWorker(openEnv));
    const { stop, host } = watched();
    const hold = makeHold();
    hold.set(true);
    const training = pool.train({ recipe }, { ...host, hold });
    setTimeout(() => stop.abort(), 500);
    await expect(training).rejects.toMatchObject({ code: 'cancelled' });
    pool.close();
  });

  it('starts from a model of the lab: it knows the digits before it has learned much', async () => {
    const pool = channelPool(() => channelWorker(openEnv));
    const { events, host } = watched();
    const start: Recipe = { ...recipe, ...mnistCnn, start: { model: 'mnist-cnn' }, epochs: 1 };
    await pool.train({ recipe: start }, host);
    expect(lastAccuracy(events)).toBeGreaterThan(0.95);
    pool.close();
  });

  it('refuses to start from a model with other layers, or to train on images that the lab does not have', async () => {
    const pool = channelPool(() => channelWorker(openEnv));
    const { host } = watched();
    await expect(pool.train({ recipe: { ...recipe, start: { model: 'mnist-mlp' } } }, host)).rejects.toMatchObject({
      code: 'param',
      message: expect.stringMatching(/^start\.model: expected the layers of architecture, .* got mnist-mlp/),
    });
    const elsewhere: Recipe = { ...recipe, data: { set: 'mnist-train', from: 10000, to: 10700 } };
    await expect(pool.train({ recipe: elsewhere }, host)).rejects.toMatchObject({ code: 'asset' });
    pool.close();
  });
});

/** The layers of the shipped model. */
const mnistCnn: Pick<Recipe, 'architecture' | 'optimizer'> = {
  architecture: [
    { kind: 'conv2d', filters: 16, kernelSize: 5, strides: 2, padding: 'same', activation: 'relu' },
    { kind: 'conv2d', filters: 32, kernelSize: 5, strides: 2, padding: 'same', activation: 'relu' },
    { kind: 'flatten' },
    { kind: 'dense', units: 100, activation: 'relu' },
    { kind: 'dense', units: 10, activation: 'linear' },
  ],
  optimizer: { kind: 'adam', learningRate: 1e-4, schedule: 'constant' },
};
