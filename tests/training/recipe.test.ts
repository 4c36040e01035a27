import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { LabError } from '../../src/core/errors.ts';
import { recipeFingerprint } from '../../src/training/fingerprint.ts';
import { parseRecipe } from '../../src/training/recipe.ts';

const folder = new URL('../../recipes/', import.meta.url);
const shipped = new URL('mnist-cnn.json', folder);
const read = (recipe: unknown) => parseRecipe('recipes/x.json', new TextEncoder().encode(JSON.stringify(recipe)));
const names = await readdir(folder);
const good = JSON.parse(await readFile(shipped, 'utf8'));

function problemsOf(recipe: unknown): string[] {
  try {
    read(recipe);
  } catch (error) {
    expect(error).toBeInstanceOf(LabError);
    const { code, message } = error as LabError;
    expect(code).toBe('param');
    expect(message).toMatch(/^recipes\/x\.json: /);
    return message.slice('recipes/x.json: '.length).split('; ');
  }
  return [];
}

describe('a recipe file', () => {
  it.each(names)('that ships is accepted: %s', async (name) => {
    const bytes = await readFile(new URL(name, folder));
    expect(parseRecipe(name, bytes)).toEqual(JSON.parse(bytes.toString()));
    expect(`${parseRecipe(name, bytes).id}.json`).toBe(name);
  });

  it('with many mistakes is refused with all of them at once', () => {
    const { licence: _, ...rest } = good;
    const problems = problemsOf({
      ...rest,
      id: 'Two Words',
      method: { kind: 'adversarial' },
      epochs: 0,
      batchSize: 2.5,
      epoch: 3,
      optimizer: { kind: 'adam', learningRate: -1, schedule: 'step' },
      augmentation: {},
    });
    expect(problems).toEqual([
      'id: expected lower-case words joined by hyphens, got "Two Words"',
      'method.kind: expected a method of kind plain, gaussian, fast, pgd, trades, free, ibp or distillation, got "adversarial"',
      'batchSize: expected an integer in [1, 4096], got 2.5',
      'epochs: expected an integer in [1, 1000], got 0',
      'optimizer.learningRate: expected a number in (0, 1000], got -1',
      'optimizer.schedule: expected one of constant, linear, cosine, oneCycle, got "step"',
      'augmentation.shift: expected an integer in [0, 8], got nothing',
      'licence: expected text, got nothing',
      'epoch: unknown, check the spelling or remove it',
    ]);
  });

  it('reports layers that do not fit beside fields that cannot be read', () => {
    const problems = problemsOf({
      ...good,
      epochs: 'ten',
      architecture: [
        { kind: 'flatten' },
        { kind: 'maxPool', size: 2 },
        { kind: 'dense', units: 9, activation: 'relu' },
      ],
    });
    expect(problems).toEqual([
      'epochs: expected an integer in [1, 1000], got "ten"',
      'architecture.1: expected dense after flatten or globalAveragePool, got maxPool',
      'architecture.2: expected dense with 10 units (one per class) and linear activation, got {"kind":"dense","units":9,"activation":"relu"}',
    ]);
  });

  it('names the layer and field at fault', () => {
    const problems = problemsOf({
      ...good,
      architecture: [
        { kind: 'conv2d', filters: 0, kernelSize: 3, strides: 1, padding: 'full', activation: 'relu', bias: true },
        { kind: 'dropout' },
        ...good.architecture.slice(2),
      ],
    });
    expect(problems).toEqual([
      'architecture.0.filters: expected an integer in [1, 1024], got 0',
      'architecture.0.padding: expected one of same, valid, got "full"',
      'architecture.0.bias: unknown, check the spelling or remove it',
      'architecture.1.kind: expected a layer of kind conv2d, residual, maxPool, globalAveragePool, flatten or dense, got "dropout"',
    ]);
  });

  it('may not flatten twice, skip flatten, or shrink the image to nothing', () => {
    const [conv, , flatten, , last] = good.architecture;
    const pool = { kind: 'maxPool', size: 2 };
    const of = (...architecture: unknown[]) => problemsOf({ ...good, architecture });
    expect(of(flatten, flatten, last)).toEqual([
      'architecture.1: expected dense after flatten or globalAveragePool, got flatten',
    ]);
    expect(of(conv, last)).toEqual(['architecture.1: expected flatten or globalAveragePool before the first dense']);
    expect(of(pool, pool, pool, pool, pool, flatten, last)).toEqual([
      'architecture.4: expected a window within 1 × 1, which is left here',
    ]);
  });

  it('may not train on the images that accuracy is measured on, nor on images that do not exist', () => {
    expect(problemsOf({ ...good, data: { ...good.data, from: 0, to: 70000 } })).toEqual([
      'data.from: expected at least 10000 (accuracy is measured on the images before), got 0',
      'data.to: expected at most 60000, the size of mnist-train, got 70000',
    ]);
  });

  it('needs images for the holdout and one batch', () => {
    expect(problemsOf({ ...good, data: { ...good.data, to: 12000 } })).toEqual([
      'data: expected at least 2064 images, for holdout and one batch, got 2000',
    ]);
  });

  it('names one method, with the settings of that method and no others', () => {
    const pgd = { kind: 'pgd', epsilon: 0.3, steps: 5, stepSize: 0.35, rampEpochs: 2 };
    expect(problemsOf({ ...good, method: pgd })).toEqual([]);
    expect(problemsOf({ ...good, method: { ...pgd, epsilon: 8, steps: 0 } })).toEqual([
      'method.epsilon: expected a number in (0, 1], got 8',
      'method.steps: expected an integer in [1, 100], got 0',
    ]);
    expect(problemsOf({ ...good, method: { kind: 'distillation', sigma: 0.5 } })).toEqual([
      'method.temperature: expected a number in (0, 1000], got nothing',
      'method.sigma: unknown, check the spelling or remove it',
    ]);
  });

  it('trains on interval bounds only what they pass through', () => {
    const method = { kind: 'ibp', epsilon: 0.3, trainEpsilon: 0.4, warmupEpochs: 0, rampEpochs: 1, kappa: 0.5 };
    const [first, ...rest] = good.architecture;
    expect(problemsOf({ ...good, method, architecture: [first, ...rest] })).toEqual([]);
    const [found, ...others] = problemsOf({ ...good, method, architecture: [{ ...first, batchNorm: true }, ...rest] });
    expect(found).toMatch(/^architecture\.0: expected a layer without batch norm for method ibp, got /);
    expect(others).toEqual([]);
  });

  it('must fit the images it names', () => {
    expect(problemsOf({ ...good, inputShape: [28, 28, 3] })).toEqual([
      'inputShape: expected [28,28,1], the images of mnist-train, got [28,28,3]',
    ]);
  });

  it.each([
    ['not JSON', 'epochs: 3'],
    ['a list', '[]'],
    ['null', 'null'],
  ])('that is %s is refused in one sentence', (_, text) => {
    expect(() => parseRecipe('recipes/x.json', new TextEncoder().encode(text))).toThrow(
      /^recipes\/x\.json: expected (JSON|an object), got /,
    );
  });
});

describe('the fingerprint of a recipe', () => {
  it('changes with what is taught, not with what it is called', () => {
    const recipe = read(good);
    expect(recipeFingerprint({ ...recipe, title: 'Other', licence: 'MIT' })).toBe(recipeFingerprint(recipe));
    expect(recipeFingerprint({ ...recipe, epochs: recipe.epochs + 1 })).not.toBe(recipeFingerprint(recipe));
  });
});
