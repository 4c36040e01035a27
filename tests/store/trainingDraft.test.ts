import { describe, expect, it } from 'vitest';
import { plainPixels } from '../../src/core/preprocessing.ts';
import type { OwnImages, OwnModel, OwnThing } from '../../src/spec/own.ts';
import { preparedTrainings, readTraining, startedFrom, type TrainingText } from '../../src/store/trainingDraft.ts';
import { pageSetIds } from '../../src/store/trainingFit.ts';
import { methodIds } from '../../src/training/methods.catalog.ts';
import { parseRecipe } from '../../src/training/recipe.ts';
import { startIds } from '../../src/training/starts.catalog.ts';

function recipeOf(text: TrainingText) {
  const reading = readTraining(text);
  if (reading.kind === 'invalid') throw new Error(reading.problems.map(({ where }) => where).join());
  return reading.recipe;
}
const isRecipe = (text: TrainingText) => {
  const recipe = recipeOf(text);
  expect(parseRecipe('form', new TextEncoder().encode(JSON.stringify(recipe)))).toEqual(recipe);
};

describe('the training form', () => {
  it.each(methodIds)('makes a recipe of every method: %s', (method) => isRecipe({ method }));
  it.each(startIds)('makes a recipe of every start: %s', (start) => isRecipe({ start }));
  it.each(Object.entries(preparedTrainings))('makes a recipe of the prepared run %s', (_, text) => isRecipe(text));

  it('holds out the same digits whatever it trains on', () => {
    const [few, many] = [recipeOf({ images: '300' }), recipeOf({ images: '9000' })];
    expect([few.data, many.data]).toMatchObject([
      { from: 8700, to: 10_000 },
      { from: 0, to: 10_000 },
    ]);
    expect([few.holdout, many.holdout]).toEqual([1000, 1000]);
  });

  it('gives the settings of the chosen method only', () => {
    const recipe = recipeOf({ method: 'pgd', 'pgd.steps': '3', 'fast.epsilon': '0.1' });
    expect(recipe.method).toMatchObject({ kind: 'pgd', steps: 3, epsilon: 0.2 });
  });

  it('names everything that is wrong at once', () => {
    const problems = (text: TrainingText) => {
      const reading = readTraining(text);
      return reading.kind === 'invalid' ? reading.problems.map(({ where }) => where) : [];
    };
    expect(problems({ epochs: '0', seed: 'x', images: '9001' })).toEqual(['images', 'epochs', 'seed']);
    expect(problems({ 'fast.epsilon': '2', 'fast.stepSize': '' })).toEqual(['fast.epsilon', 'fast.stepSize']);
  });
});

const model = (part: Partial<OwnModel> = {}): OwnModel => ({
  kind: 'model',
  id: 'own:0123456789ab',
  name: '交通標識 Net v2.onnx',
  format: 'onnx',
  shape: [32, 32, 3],
  classes: 2,
  classNames: ['cat', 'dog'],
  preprocessing: plainPixels,
  access: { kind: 'trainable' },
  softmaxRemoved: false,
  size: 1,
  ...part,
});
const album = (part: Partial<OwnImages> = {}): OwnImages => ({
  kind: 'images',
  id: 'own:ba9876543210',
  name: 'pets',
  shape: [32, 32, 3],
  count: 500,
  classNames: ['Dog', 'cat'],
  size: 1,
  ...part,
});

describe('the training form with things of the reader’s', () => {
  const text = { start: model().id, data: album().id, batchSize: '32' };
  const reading = (own: readonly OwnThing[], more: TrainingText = {}) => readTraining({ ...text, ...more }, own);
  const problems = (own: readonly OwnThing[], more: TrainingText = {}) => {
    const found = reading(own, more);
    return found.kind === 'invalid' ? found.problems.map(({ where, code }) => `${where} ${code}`) : [];
  };

  it('makes a recipe without layers, on a part of the images, the rest held out', () => {
    const found = reading([model(), album()]);
    if (found.kind === 'invalid') throw new Error(problems([model(), album()]).join());
    const { recipe } = found;
    expect(recipe).toMatchObject({
      id: 'net-v2-012345-fast',
      start: { model: model().id },
      inputShape: [32, 32, 3],
      classNames: ['cat', 'dog'],
      data: { set: album().id, from: 0, to: 500 },
      holdout: 100,
    });
    expect(recipe.architecture).toBeUndefined();
    expect(parseRecipe('form', new TextEncoder().encode(JSON.stringify(recipe)))).toEqual(recipe);
  });

  it.each(pageSetIds)('makes a recipe on the images of the page that fit: %s', (data) => {
    const fits: Partial<OwnModel> =
      data === 'mnist-embedded' ? { shape: [28, 28, 1], classes: 10 } : { shape: [32, 32, 3], classes: 20 };
    const found = readTraining({ ...text, data }, [model({ ...fits, classNames: [] })]);
    expect(found).toMatchObject({ kind: 'valid', recipe: { data: { set: data, to: 10_000 } } });
  });

  it('names what does not fit, all at once', () => {
    const access = { kind: 'black-box', reason: 'no gradient of TopK' } as const;
    const other = album({ shape: [28, 28, 1], classNames: ['a', 'b', 'c'], count: 30 });
    expect(problems([model({ access }), other])).toEqual([
      `${model().name} untrainable`,
      'pets train-shape',
      'pets train-classes',
      'pets train-few',
    ]);
    expect(problems([])).toEqual([`${model().id} own-missing`, `${album().id} own-missing`]);
    expect(problems([model()], { data: 'mnist-embedded' })).toEqual([
      'MNIST digits train-shape',
      'MNIST digits train-classes',
    ]);
  });

  it('takes images of fewer classes where the model knows them by name', () => {
    expect(problems([model({ classes: 3, classNames: ['cat', 'dog', 'fox'] }), album()])).toEqual([]);
    expect(problems([model({ classes: 3, classNames: [] }), album()])).toEqual(['pets train-classes']);
  });

  it('takes images along that fit the chosen start, and stays with them where they do', () => {
    const own = [model(), album(), model({ id: 'own:aaaaaaaaaaaa', shape: [32, 32, 3], classes: 20, classNames: [] })];
    expect(startedFrom({ epochs: '3' }, model().id, own)).toEqual({ epochs: '3', start: model().id, data: album().id });
    expect(startedFrom({}, 'own:aaaaaaaaaaaa', own)).toMatchObject({ data: 'signs-train', images: '2000' });
    expect(startedFrom({ data: album().id }, 'mnist-cnn', own)).toEqual({ start: 'mnist-cnn' });
  });
});
