import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LabError } from '../../src/core/errors.ts';
import { plainPixels } from '../../src/core/preprocessing.ts';
import { wilson } from '../../src/core/stats.ts';
import type { OwnModel } from '../../src/spec/own.ts';
import { createLabStore, type LabStore } from '../../src/store/labStore.ts';
import { memoryShelf } from '../../src/store/memoryShelf.ts';
import { memoryVault, type Vault } from '../../src/store/vault.ts';
import { parseRecipe } from '../../src/training/recipe.ts';
import type { Engine } from '../../workers/engine.ts';
import { fakeEngine } from './fakeEngine.ts';

const settings = { language: 'en', theme: 'light', size: 'normal', shortcuts: true } as const;
const shipped = new URL('../../recipes/mnist-cnn-fast.json', import.meta.url);
const recipe = { ...parseRecipe('recipe', await readFile(shipped)), epochs: 5 };

const pauseMs = 500;
const labWith = (vault: Vault = memoryVault(), engine: Engine = fakeEngine({ pauseMs })): LabStore =>
  createLabStore(engine, { draft: {}, settings, vault });

const stateOf = (lab: LabStore) => lab.getState().training;
function courseOf(lab: LabStore) {
  const training = stateOf(lab);
  if (training.kind === 'idle') throw new Error('expected a training run, got none');
  return training.course;
}
const epochsOf = (lab: LabStore) => courseOf(lab).epochs.map(({ epoch }) => epoch);
const weightsOf = (lab: LabStore) =>
  lab.getState().trained.map(({ files }) => new Float32Array(files['weights.bin']!.slice().buffer)[0]);

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('a training run that begins with a model of the reader’s', () => {
  const source: OwnModel = {
    kind: 'model',
    id: 'own:0123456789ab',
    name: 'mine.h5',
    format: 'keras',
    shape: [28, 28, 1],
    classes: 10,
    classNames: [],
    preprocessing: plainPixels,
    access: { kind: 'trainable' },
    softmaxRemoved: true,
    size: 1,
  };
  const { architecture: _, ...rest } = recipe;
  const own = { ...rest, start: { model: source.id } };
  /** Gives the file of a graph, another one for each epoch. */
  const engine = (): Engine => {
    const fake = fakeEngine({ pauseMs });
    return {
      ...fake,
      exportModel: async (_, { epochs }) => ({ 'model.onnx': Uint8Array.of(epochs), parameters: 3 }),
      train: (lesson, host) => {
        const before = { accuracy: wilson(90, 100), robust: wilson(2, 100) };
        const emit: typeof host.emit = (event) => {
          host.emit(event);
          if (event.kind === 'started' && event.done === 0)
            host.emit({ kind: 'probe', epoch: 1, step: 0, steps: 2, ...before });
        };
        return fake.train(lesson, { ...host, emit });
      },
      audit: async (request, host) => {
        const found = await fake.audit(request, host);
        const id = `own:${String(Object.values(request.files)[0]![0]).padStart(12, '0')}`;
        return { ...found, model: { ...found.model, id } };
      },
    };
  };
  const lab = async () => {
    const ownShelf = memoryShelf();
    await ownShelf.keep(source, {});
    const store = createLabStore(engine(), { draft: {}, settings, ownShelf });
    await vi.advanceTimersByTimeAsync(0);
    return { store, ownShelf };
  };
  const names = (store: LabStore) => store.getState().own.map(({ name }) => name);

  it('keeps the best epoch beside it, with what was measured before and after', async () => {
    const { store, ownShelf } = await lab();
    store.getState().train(own);
    await vi.runAllTimersAsync();
    const [trained] = store.getState().trained;
    expect(names(store)).toEqual(['mine.h5', 'mine-fast.onnx']);
    expect(await ownShelf.read(trained!.own!)).toMatchObject({
      files: { 'mine-fast.onnx': Uint8Array.of(5) },
      thing: {
        tuned: {
          from: { name: 'mine.h5', source: source.id },
          method: 'fast',
          epsilon: 0.3,
          before: { accuracy: { count: 90 }, robust: { count: 2 } },
          after: { accuracy: { count: 50 }, robust: { count: 50 } },
        },
      },
    });
  });

  it('puts a later epoch of the same run in the place of an earlier one, in the form as well', async () => {
    const { store } = await lab();
    store.getState().train(own);
    await vi.advanceTimersByTimeAsync(2 * pauseMs + 100);
    store.getState().stopTraining();
    await vi.runAllTimersAsync();
    const early = store.getState().trained[0]!.own!;
    store.getState().takeModel(early);
    await store.getState().resumeTraining();
    await vi.runAllTimersAsync();
    const late = store.getState().trained[0]!.own!;
    expect(late).not.toBe(early);
    expect(names(store)).toEqual(['mine.h5', 'mine-fast.onnx']);
    expect(store.getState().draft.model).toBe(late);
  });
});

describe('a training run of the page', () => {
  it('shows how it goes and ends with the best epoch among the trained models', async () => {
    const lab = labWith();
    lab.getState().train(recipe);
    expect(stateOf(lab)).toMatchObject({ kind: 'running', paused: false });
    await vi.advanceTimersByTimeAsync(2 * pauseMs + 300);
    expect(epochsOf(lab)).toEqual([1, 2]);
    expect(courseOf(lab)).toMatchObject({ totalEpochs: 5, parameters: 3, saved: { kind: 'saved', epoch: 2 } });
    await vi.runAllTimersAsync();
    expect(stateOf(lab).kind).toBe('done');
    expect(courseOf(lab)).toMatchObject({ best: 5, seconds: 1 });
    expect(lab.getState().trained).toMatchObject([{ recipe: { id: recipe.id }, epoch: 5, accuracy: { value: 0.5 } }]);
    expect(weightsOf(lab)).toEqual([5]);
  });

  it('keeps its best epoch among the models that can be attacked, with what was measured', async () => {
    const ownShelf = memoryShelf();
    const lab = createLabStore(fakeEngine({ pauseMs }), { draft: {}, settings, ownShelf });
    lab.getState().train(recipe);
    await vi.runAllTimersAsync();
    const [trained] = lab.getState().trained;
    expect(lab.getState().own).toMatchObject([{ id: trained!.own, name: recipe.id }]);
    const { thing, files } = (await ownShelf.read(trained!.own!))!;
    expect(files).toEqual(trained!.files);
    expect(thing).toMatchObject({ tuned: { method: 'fast', epochs: 5, after: { accuracy: { count: 50 } } } });
    expect(thing).not.toHaveProperty('tuned.before'); // nothing is known of random weights
    expect(thing).not.toHaveProperty('tuned.from');
  });

  it('keeps its best epoch for download where there is no room among the models', async () => {
    const ownShelf = {
      ...memoryShelf(),
      keep: async () => {
        throw new DOMException('the disk is full', 'QuotaExceededError');
      },
    };
    const lab = createLabStore(fakeEngine({ pauseMs }), { draft: {}, settings, ownShelf });
    lab.getState().train(recipe);
    await vi.runAllTimersAsync();
    expect(weightsOf(lab)).toEqual([5]);
    expect(lab.getState().trained[0]!.own).toBeUndefined();
    expect(courseOf(lab).saved).toMatchObject({ kind: 'unsaved' });
  });

  it('keeps the best epoch when it is cancelled, not the last', async () => {
    const lab = labWith();
    lab.getState().train(recipe);
    await vi.advanceTimersByTimeAsync(4 * pauseMs + 100);
    lab.getState().stopTraining();
    await vi.runAllTimersAsync();
    expect(stateOf(lab).kind).toBe('stopped');
    expect(epochsOf(lab)).toEqual([1, 2, 3, 4]);
    expect(lab.getState().trained.map(({ epoch }) => epoch)).toEqual([3]); // the fourth was worse
    expect(weightsOf(lab)).toEqual([3]);
  });

  it('waits while it is paused', async () => {
    const lab = labWith();
    lab.getState().train(recipe);
    await vi.advanceTimersByTimeAsync(pauseMs + 300);
    lab.getState().pauseTraining(true);
    expect(stateOf(lab)).toMatchObject({ kind: 'running', paused: true });
    await vi.advanceTimersByTimeAsync(10 * pauseMs);
    expect(epochsOf(lab)).toEqual([1]);
    lab.getState().pauseTraining(false);
    await vi.runAllTimersAsync();
    expect(epochsOf(lab)).toEqual([1, 2, 3, 4, 5]);
  });

  it('goes on after a reload from the last whole epoch, and still knows the best one before', async () => {
    const vault = memoryVault();
    const before = labWith(vault);
    before.getState().train(recipe);
    await vi.advanceTimersByTimeAsync(4 * pauseMs + 100);
    before.getState().pauseTraining(true); // as if the tab were closed

    const lab = labWith(vault, fakeEngine({ pauseMs: 0 }));
    await vi.advanceTimersByTimeAsync(0);
    expect(stateOf(lab).kind).toBe('stopped');
    expect(epochsOf(lab)).toEqual([1, 2, 3, 4]);
    await lab.getState().resumeTraining();
    lab.getState().stopTraining(); // before the fifth epoch is over
    await vi.runAllTimersAsync();
    expect(weightsOf(lab)).toEqual([3]);

    await lab.getState().resumeTraining();
    await vi.runAllTimersAsync();
    expect(stateOf(lab).kind).toBe('done');
    expect(epochsOf(lab)).toEqual([1, 2, 3, 4, 5]);
    expect(await vault.run()).toBeUndefined(); // nothing is left to go on from
  });

  it('remembers trained models over a reload, until they are given up', async () => {
    const vault = memoryVault();
    labWith(vault).getState().train(recipe);
    await vi.runAllTimersAsync();
    const lab = labWith(vault);
    await vi.advanceTimersByTimeAsync(0);
    expect(weightsOf(lab)).toEqual([5]);
    await lab.getState().forgetTrained(recipe.id);
    expect(lab.getState().trained).toEqual([]);
    expect(await vault.models()).toEqual([]);
  });

  it('says why it failed and keeps what was good', async () => {
    const engine: Engine = {
      ...fakeEngine({ pauseMs }),
      train: async (lesson, host) => {
        await fakeEngine({ pauseMs }).train({ ...lesson, recipe: { ...lesson.recipe, epochs: 2 } }, host);
        throw new LabError('param', 'expected a finite loss, got NaN; lower optimizer.learningRate');
      },
    };
    const lab = labWith(memoryVault(), engine);
    lab.getState().train(recipe);
    await vi.runAllTimersAsync();
    expect(stateOf(lab)).toMatchObject({ kind: 'failed', failure: { code: 'param', message: /lower/ } });
    expect(weightsOf(lab)).toEqual([2]);
  });

  it('trains on when nothing can be kept, and says that it is not', async () => {
    const full: Vault = {
      ...memoryVault(),
      keepRun: async () => {
        throw new DOMException('the disk is full', 'QuotaExceededError');
      },
    };
    const lab = labWith(full);
    lab.getState().train(recipe);
    await vi.advanceTimersByTimeAsync(2 * pauseMs + 300);
    expect(courseOf(lab).saved).toMatchObject({ kind: 'unsaved', failure: { message: expect.stringMatching(/full/) } });
    await vi.runAllTimersAsync();
    expect(stateOf(lab).kind).toBe('done');
    expect(weightsOf(lab)).toEqual([5]);
  });
});
