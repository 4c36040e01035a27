import { beforeAll, describe, expect, it } from 'vitest';
import { openLayersModel } from '../../src/classifiers/layersModel.ts';
import type { Env } from '../../src/engine/env.ts';
import { openNodeEnv } from '../../src/platform/nodeEnv.ts';
import { gainOf, gradientAt } from '../../src/tensor/gradient.ts';
import * as tf from '../../src/tensor/tf.ts';
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from '../../src/training/checkpoint.ts';
import type { TrainEvent } from '../../src/training/events.ts';
import { gather } from '../../src/training/images.ts';
import { imageIntervals, leastLeads } from '../../src/training/intervals.ts';
import { openLearner } from '../../src/training/learner.ts';
import type { MethodKind, MethodRecipe } from '../../src/training/methodRecipe.ts';
import { modelFiles } from '../../src/training/modelFiles.ts';
import { unflatten } from '../../src/training/network.ts';
import type { Recipe } from '../../src/training/recipe.ts';
import { train } from '../../src/training/train.ts';
import { steadyVictim } from '../fixtures.ts';
import { stripes, stripesRecipe } from './stripes.ts';

let env: Env;
beforeAll(async () => {
  ({ env } = await openNodeEnv({}));
});

const images = stripes(320);
const epsilon = 0.05;
const ramped = { epsilon, rampEpochs: 1 };

/** Every method, set to teach the stripes. */
const settings: { readonly [Kind in MethodKind]: Extract<MethodRecipe, { kind: Kind }> } = {
  plain: { kind: 'plain' },
  gaussian: { kind: 'gaussian', sigma: 0.1 },
  fast: { kind: 'fast', ...ramped, stepSize: 1.25 },
  pgd: { kind: 'pgd', ...ramped, steps: 3, stepSize: 0.5 },
  trades: { kind: 'trades', ...ramped, steps: 3, stepSize: 0.5, beta: 1 },
  free: { kind: 'free', epsilon, replays: 2 },
  ibp: { kind: 'ibp', ...ramped, trainEpsilon: 0.06, warmupEpochs: 1, kappa: 0.5 },
  distillation: { kind: 'distillation', temperature: 100 },
};
const recipeOf = (method: MethodRecipe, epochs = 2): Recipe => ({ ...stripesRecipe, method, epochs });

interface Watch {
  readonly watch?: (event: TrainEvent) => void;
  readonly signal?: AbortSignal;
  readonly resumeFrom?: Checkpoint;
}

function taught(recipe: Recipe, { watch: emit = () => undefined, signal, resumeFrom }: Watch = {}) {
  return train(recipe, { images, resumeFrom }, env, { signal: signal ?? new AbortController().signal, emit });
}

/** The checkpoint after `epochs`, as it comes back from a file. */
async function stoppedAfter(recipe: Recipe, epochs: number): Promise<Checkpoint> {
  const stop = new AbortController();
  let kept: Uint8Array | undefined;
  const watch = (event: TrainEvent) => {
    if (event.kind !== 'checkpoint' || event.checkpoint.epochs < epochs) return;
    kept = encodeCheckpoint(event.checkpoint);
    stop.abort();
  };
  await expect(taught(recipe, { watch, signal: stop.signal })).rejects.toMatchObject({ name: 'AbortError' });
  return decodeCheckpoint('c.bin', kept!, recipe);
}

describe.each(Object.values(settings))('$kind', (method) => {
  it('teaches, repeats itself to the bit, and leaks nothing', async () => {
    const recipe = recipeOf(method, 4);
    const before = tf.memory().numTensors;
    const seen: number[] = [];
    const watch = (event: TrainEvent) => void (event.kind === 'epoch' && seen.push(event.accuracy.value));
    const first = await taught(recipe, { watch });
    expect(seen.at(-1)).toBeGreaterThan(0.85);
    expect((await taught(recipe)).state).toEqual(first.state);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('ends at the same weights when it was stopped and resumed from a file, at any epoch', async () => {
    const recipe = recipeOf(method);
    const whole = await taught(recipe);
    for (let epochs = 1; epochs < whole.epochs; epochs++) {
      const resumed = await taught(recipe, { resumeFrom: await stoppedAfter(recipe, epochs) });
      expect(resumed.state, `after epoch ${epochs}`).toEqual(whole.state);
    }
  });

  it('teaches something else than the others', async () => {
    if (method.kind === 'plain') return;
    const [own, plain] = [await taught(recipeOf(method)), await taught(recipeOf(settings.plain))];
    expect(own.state).not.toEqual(plain.state);
  });
});

/** Clean images and labels of the first stripes. */
function sample(n: number) {
  const { pixels, labels } = gather(
    images,
    Array.from({ length: n }, (_, i) => i),
  );
  return { x: tf.tensor4d(pixels, [n, 6, 6, 1]), labels: tf.tensor1d(labels, 'int32') };
}

describe('a distilled network', () => {
  it('has logits so large that the cross-entropy has no gradient, which the margin has', async () => {
    const recipe = recipeOf(settings.distillation, 6);
    const files = await modelFiles(recipe, await taught(recipe));
    const { logits } = await openLayersModel('d', 'model.json', async (path) => files[path as 'model.json']);
    const { x, labels } = sample(100);
    const victim = steadyVictim({ classes: 2, logits });
    const still = async (loss: 'ce' | 'margin') => {
      const { gradient } = gradientAt(victim, gainOf(loss, { kind: 'untargeted', labels }), x);
      const largest = await tf.max(tf.abs(gradient), [1, 2, 3]).data();
      return largest.filter((size) => size === 0).length;
    };
    expect(await still('ce')).toBeGreaterThan(90);
    expect(await still('margin')).toBe(0);
  });
});

describe('interval bounds', () => {
  it('are exact for a linear network', async () => {
    const { x, labels } = sample(3);
    const linear: Recipe['architecture'] = [{ kind: 'flatten' }, { kind: 'dense', units: 2, activation: 'linear' }];
    const kernel = tf.randomNormal([36, 2], 0, 1, 'float32', 3);
    const bias = tf.tensor1d([0.5, -0.25]);
    const bounds = await leastLeads(linear, [kernel, bias], imageIntervals(x, 0.1), labels).array();
    const [w, pixels, y] = [await kernel.array(), await tf.reshape(x, [3, 36]).array(), await labels.data()];
    for (const [i, bound] of bounds.entries()) {
      const own = y[i]!;
      const other = 1 - own;
      const b = own === 0 ? 0.75 : -0.75;
      const worst = (pixels as number[][])[i]!.reduce((sum, value, j) => {
        const slope = (w as number[][])[j]![own]! - (w as number[][])[j]![other]!;
        return sum + slope * (slope > 0 ? Math.max(0, value - 0.1) : Math.min(1, value + 0.1));
      }, b);
      expect(bound[own]).toBe(0);
      expect(bound[other]).toBeCloseTo(worst, 4);
    }
  });

  it('hold what the network says of a thousand images around each', async () => {
    const recipe = recipeOf(settings.plain);
    const { state } = await taught(recipe);
    const network = openLearner(recipe, state);
    const weights = unflatten(state, [[3, 3, 1, 4], [4], [36, 8], [8], [8, 2], [2]]);
    const { x, labels } = sample(8);
    const least = tf.min(
      tf.reshape(leastLeads(recipe.architecture!, weights, imageIntervals(x, epsilon), labels), [8, 2]),
      1,
    );
    const own = tf.oneHot(labels, 2);
    for (let i = 0; i < 125; i++) {
      const near = tf.clipByValue(tf.add(x, tf.randomUniform(x.shape, -epsilon, epsilon, 'float32', i)), 0, 1);
      const z = network.logits(near as tf.Tensor4D);
      const lead = tf.sum(tf.mul(z, tf.sub(tf.mul(2, own), 1)), 1); // of the own class over the other
      const [slack] = await tf.min(tf.sub(lead, least)).data();
      expect(slack).toBeGreaterThan(-1e-4);
    }
  });

  it('certify more after training on them', async () => {
    const certified = async (method: MethodRecipe) => {
      const recipe = recipeOf(method, 8);
      const { state } = await taught(recipe);
      const weights = unflatten(state, [[3, 3, 1, 4], [4], [36, 8], [8], [8, 2], [2]]);
      const { x, labels } = sample(200);
      const leads = leastLeads(recipe.architecture!, weights, imageIntervals(x, epsilon), labels);
      return (await tf.sum(tf.greater(tf.sum(leads, 1), 0)).data())[0]!;
    };
    expect(await certified(settings.ibp)).toBeGreaterThan((await certified(settings.plain)) + 20);
  });
});
