import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ModelCard } from '../../src/classifiers/card.ts';
import { modelCards } from '../../src/classifiers/catalog.ts';
import { multiplyAdds } from '../../src/classifiers/graph/multiplyAdds.ts';
import { openLayersModel } from '../../src/classifiers/layersModel.ts';
import { binomialTail } from '../../src/core/binomial.ts';
import { sha256Hex } from '../../src/core/bytes.ts';
import { wilson } from '../../src/core/stats.ts';
import type { DatasetCard } from '../../src/datasets/card.ts';
import { type DatasetId, datasetCards } from '../../src/datasets/catalog.ts';
import { openDataset } from '../../src/datasets/open.ts';
import { openNodeEnv } from '../../src/platform/nodeEnv.ts';
import { measureAccuracy } from '../../src/training/accuracy.ts';
import { parseRecipe } from '../../src/training/recipe.ts';
import { type TrainingSetId, trainingSets } from '../../src/training/sets.ts';

const cards: readonly [string, ModelCard][] = Object.entries(modelCards);
const fileOf = (path: string) => readFile(new URL(`../../${path}`, import.meta.url));

/** Clean accuracy at least; robustness has its price. */
const least: Readonly<Record<string, number>> = {
  plain: 0.985,
  distillation: 0.98,
  gaussian: 0.98,
  pgd: 0.975,
  trades: 0.975,
  fast: 0.97,
  ibp: 0.95,
};

/** Photographs are harder than digits, and robust signs dearer. */
const leastOther: Readonly<Record<string, number>> = {
  'signs-cnn-pgd': 0.93,
  'cifar10-resnet': 0.82,
  'cifar10-resnet-fast': 0.65,
};

const leastOf = ({ id, training }: ModelCard) => leastOther[id] ?? least[training.method]!;

/** Images that every clone has; the others' cards were measured where the training images lie. */
const ships = ({ dataset }: ModelCard) => !(datasetCards[dataset as DatasetId] as DatasetCard).local;

/** An interval of 95 % would be missed by one true card in twenty. */
const rare = 0.01;

describe.each(cards)('the card of %s', (id, card) => {
  it('names the sha256 of each file', async () => {
    expect(Object.keys(card.files).sort()).toEqual(['model.json', 'weights.bin']);
    for (const [name, sha256] of Object.entries(card.files)) {
      expect(sha256Hex(await fileOf(`models/${id}/${name}`)), name).toBe(sha256);
    }
  });

  it('counts the parameters that the weights hold', async () => {
    expect((await fileOf(`models/${id}/weights.bin`)).length).toBe(4 * card.parameters);
  });

  it('counts the multiply-adds of the network in its files', async () => {
    const { env } = await openNodeEnv({});
    const classifier = await openLayersModel(id, `models/${id}/model.json`, env.readAsset);
    expect(multiplyAdds(await classifier.network!(), id)).toBe(card.multiplyAdds);
    classifier.dispose();
  });

  it('says what its recipe says', async () => {
    const recipe = parseRecipe(card.training.recipe, await fileOf(card.training.recipe));
    const { title, summary, inputShape, classNames, licence } = recipe;
    expect(card).toMatchObject({ id: recipe.id, title, summary, inputShape, classNames, licence });
    expect(card.training).toMatchObject({ seed: recipe.seed, method: recipe.method.kind });
    expect(card.dataset).toBe(trainingSets[recipe.data.set as TrainingSetId].measuredOn);
    expect(basename(card.training.recipe)).toBe(`${id}.json`);
  });

  it('counts every image once, by class and answer', () => {
    const { confusion, accuracy, classNames, dataset } = card;
    expect(confusion.map((row) => row.length)).toEqual(classNames.map(() => classNames.length));
    expect(confusion.flat().reduce((sum, n) => sum + n, 0)).toBe(datasetCards[dataset as DatasetId].size);
    expect(confusion.reduce((sum, row, k) => sum + row[k]!, 0)).toBe(accuracy.count);
  });

  it('gives the accuracy as the count says, of no less than its method leaves', () => {
    const { count, n, value } = card.accuracy;
    expect(value).toBe(wilson(count, n).value);
    expect(n).toBe(datasetCards[card.dataset as DatasetId].size);
    expect(value).toBeGreaterThanOrEqual(leastOf(card));
  });

  it('claims to prove no more than withstands an attack', () => {
    if (!card.certified) return;
    expect(card.robust?.spec.eps).toBe(card.certified.eps);
    expect(card.certified.value).toBeLessThanOrEqual(card.robust!.value);
    expect(card.certified.value).toBeGreaterThanOrEqual(0.75);
  });
});

it.each(cards.filter(([, card]) => ships(card)))(
  'the card of %s claims an accuracy that the first 1,000 images bear out',
  async (id, card) => {
    const { env } = await openNodeEnv({});
    const classifier = await openLayersModel(id, `models/${id}/model.json`, env.readAsset);
    try {
      const { shape, read } = openDataset(datasetCards[card.dataset as DatasetId], env.readAsset);
      const found = await measureAccuracy(classifier.logits, { shape, count: 1000, read }, env.breathe);
      const { value } = card.accuracy;
      expect(binomialTail(found.count, found.n, value)).toBeGreaterThan(rare);
      expect(binomialTail(found.n - found.count, found.n, 1 - value)).toBeGreaterThan(rare);
    } finally {
      classifier.dispose();
    }
  },
);
