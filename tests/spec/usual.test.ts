import { describe, expect, it } from 'vitest';
import { type ModelId, modelCards, modelIds } from '../../src/classifiers/catalog.ts';
import { type DatasetId, datasetCards, datasetIds } from '../../src/datasets/catalog.ts';
import { formatSpec, parseSpec } from '../../src/spec/spec.ts';
import {
  dataFor,
  dataOfShape,
  fittingData,
  modelOfShape,
  ownEpsilons,
  preparedIds,
  preparedSpecs,
  usualData,
  usualEpsilons,
  usualModel,
} from '../../src/spec/usual.ts';

describe('what an experiment is about where it does not say', () => {
  it.each(modelIds)('%s is measured on the images of its card, which it knows', (id) => {
    expect(usualData(id)).toBe(modelCards[id].dataset);
    expect(dataFor(id)).toContain(modelCards[id].dataset);
  });

  it.each(datasetIds)('%s is given to a model of its size and its classes', (data) => {
    const { inputShape, classNames } = modelCards[usualModel(data) as ModelId];
    const { shape, classNames: names } = datasetCards[data];
    expect([[...inputShape], [...classNames]]).toEqual([[...shape], [...names]]);
  });

  it('is digits where nothing or something unknown is named', () => {
    expect([usualModel(undefined), usualData('own:000000000000'), usualModel('own:000000000000')]).toEqual([
      'mnist-cnn',
      'mnist',
      'mnist-cnn',
    ]);
  });

  it('offers a model of the reader all images, but to choose only those that ship', () => {
    expect(dataFor('own:000000000000')).toEqual(datasetIds);
    expect(dataOfShape([32, 32, 3])).toEqual(['signs', 'signs-hard']);
  });

  it.each<[readonly number[], number, DatasetId]>([
    [[28, 28, 1], 10, 'mnist'],
    [[64, 64, 1], 5, 'mnist'],
    [[224, 224, 3], 1000, 'signs'],
    [[32, 32, 3], 20, 'signs'],
  ])('tries a model of %j and %i classes on %s', (shape, classes, data) => {
    expect(fittingData({ shape, classes })).toBe(data);
  });

  it('finds a model for images of a size, or none', () => {
    expect([modelOfShape([28, 28, 1]), modelOfShape([7, 7, 1])]).toEqual(['mnist-cnn', undefined]);
  });

  it('takes budgets of the images, and of colours for images of the reader in colour', () => {
    expect(usualEpsilons({ data: 'signs', norm: 'linf' })).toEqual(datasetCards.signs.budgets.linf);
    expect(usualEpsilons({ data: 'own:000000000000', norm: 'l2' })).toEqual(datasetCards.mnist.budgets.l2);
    expect([ownEpsilons(3, 'l1'), ownEpsilons(1, 'l1')]).toEqual([datasetCards.signs.budgets.l1, undefined]);
  });

  it.each(preparedIds)('is a whole experiment with nothing to spare for %s', (id) => {
    expect(formatSpec(parseSpec(preparedSpecs[id]))).toEqual(preparedSpecs[id]);
  });
});
