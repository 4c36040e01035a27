import { describe, expect, it } from 'vitest';
import { preparedTrainings, readTraining, type TrainingText } from '../../src/store/trainingDraft.ts';
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
