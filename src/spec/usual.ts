import type { ModelCard } from '../classifiers/card.ts';
import { modelCardOf, modelCards } from '../classifiers/catalog.ts';
import type { Norm } from '../core/threat.ts';
import type { DatasetCard } from '../datasets/card.ts';
import { type DatasetId, datasetCards, datasetIds } from '../datasets/catalog.ts';

const datasets: Readonly<Record<string, DatasetCard | undefined>> = datasetCards;

const first = { model: 'mnist-cnn', data: 'mnist' } as const;

/** The images an experiment is about where it does not say: those that the model was made for. */
export const usualData = (model: string): string => modelCardOf(model)?.dataset ?? first.data;

/** The model where an experiment names only images: the first that was made for them. */
export function usualModel(data: string | undefined): string {
  if (data === undefined || data === first.data) return first.model;
  return (
    Object.values<ModelCard>(modelCards).find((card) => fitting(card).includes(data as DatasetId))?.id ?? first.model
  );
}

/** Data sets of the lab that a model knows what to do with; all of them for a model of the user. */
export function dataFor(model: string): readonly DatasetId[] {
  const card = modelCardOf(model);
  return card ? fitting(card) : datasetIds;
}

/** Of the same size and the same classes. */
const fitting = (card: ModelCard) =>
  datasetIds.filter((id) => {
    const { shape, classNames }: DatasetCard = datasetCards[id];
    return String(shape) === String(card.inputShape) && String(classNames) === String(card.classNames);
  });

interface Taken {
  readonly shape: readonly number[];
  readonly classes: number;
}

/** Images for a model of the reader's: of as many channels, else size, else classes. Digits for grey, signs for colour. */
export function fittingData({ shape, classes }: Taken): DatasetId {
  const likeness = (id: DatasetId) => {
    const { shape: size, classNames }: DatasetCard = datasetCards[id];
    const same = [size[2] === shape[2], size[0] === shape[0] && size[1] === shape[1], classNames.length === classes];
    return same.reduce((sum, fits) => 2 * sum + Number(fits), 0);
  };
  return datasetIds.filter(ships).reduce((best, id) => (likeness(id) > likeness(best) ? id : best));
}

/** Data sets of the page that have the size of a model's images. */
export const dataOfShape = (shape: readonly number[]): readonly DatasetId[] =>
  datasetIds.filter((id) => ships(id) && String(datasetCards[id].shape) === String(shape));

/** The first model of the lab that takes images of this size. */
export const modelOfShape = (shape: readonly number[]): string | undefined =>
  Object.values<ModelCard>(modelCards).find(({ inputShape }) => String(inputShape) === String(shape))?.id;

/** Budgets that suit images of the reader's where they are not those of `usualEpsilons`: in colour those of the signs. */
export const ownEpsilons = (channels: number, norm: Norm): readonly number[] | undefined =>
  channels === 3 ? datasetCards.signs.budgets[norm] : undefined;

const ships = (id: DatasetId): boolean => !(datasetCards[id] as DatasetCard).local;

/** Budgets of an experiment that does not say: those of its images, for the user's own those of digits. */
export const usualEpsilons = ({ data, norm }: { readonly data: string; readonly norm: Norm }): readonly number[] =>
  (datasets[data] ?? datasetCards[first.data]).budgets[norm];

/** Experiments that are ready to run, by what they are about. The first runs when somebody opens the page without a link. */
export const preparedSpecs = {
  digits: { adaptive: 'both', 'pgd.steps': '20', 'pgd.stepSize': '0.1' },
  signs: { model: 'signs-cnn', adaptive: 'both', 'pgd.steps': '20', 'pgd.stepSize': '0.1' },
} as const satisfies Record<string, Readonly<Record<string, string>>>;
export type PreparedId = keyof typeof preparedSpecs;
export const preparedIds = Object.keys(preparedSpecs) as PreparedId[];
