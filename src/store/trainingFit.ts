import type { Recipe } from '../../workers/protocol.ts';
import { type Problem, problem } from '../core/problems.ts';
import type { DatasetCard } from '../datasets/card.ts';
import { type DatasetId, datasetCards } from '../datasets/catalog.ts';
import { type OwnThing, ownPrefix } from '../spec/own.ts';
import { type StartId, startCards } from '../training/starts.catalog.ts';
import { ownImages } from './album.ts';
import { ownModel } from './owning.ts';

type Shape = readonly [number, number, number];

/** Training sets that a page has, which ship with the lab or are drawn by it, and data sets that are like them. */
export const pageSets = { 'mnist-embedded': 'mnist', 'signs-train': 'signs' } as const satisfies Record<
  string,
  DatasetId
>;
export type PageSet = keyof typeof pageSets;
export const pageSetIds = Object.keys(pageSets) as PageSet[];

/** What training begins with. */
export interface TrainingStart {
  readonly title: string;
  /** First part of the id of what becomes of it. */
  readonly slug: string;
  readonly shape: Shape;
  readonly classes: number;
  /** Absent where nobody named them. */
  readonly classNames: readonly string[] | undefined;
  readonly network: Pick<Recipe, 'architecture' | 'start'>;
}

/** A start by its id. One that cannot be taken is among the problems, with what is possible. */
export function trainingStart(id: string, own: readonly OwnThing[], problems: Problem[]): TrainingStart | undefined {
  if (!id.startsWith(ownPrefix)) return shippedStart(id as StartId); // readParams knows the ids
  const mine = ownModel(own, id);
  if (!mine) {
    problems.push(problem(id, 'own-missing', {}));
    return undefined;
  }
  const { name, access, shape, classes, classNames } = mine;
  if (access.kind !== 'trainable') problems.push(problem(name, 'untrainable', { reason: access.reason }));
  const words = name
    .replace(/\.\w+$/, '')
    .toLowerCase()
    .match(/[a-z0-9]+/g) ?? ['model'];
  return {
    title: name,
    slug: [...words, id.slice(ownPrefix.length, ownPrefix.length + 6)].join('-'), // names need not be unique
    ...{ shape, classes },
    classNames: classNames.length === classes ? classNames : undefined,
    network: { start: { model: id } },
  };
}

const digits = datasetCards.mnist;

function shippedStart(id: StartId): TrainingStart {
  const start = startCards[id];
  const network = {
    architecture: [...start.architecture],
    ...('model' in start && { start: { model: start.model } }),
  };
  const { shape, classNames } = digits;
  return { title: start.title, slug: id, shape, classes: classNames.length, classNames, network };
}

/** Images as the form sees them. */
export interface SeenImages {
  /** As a recipe names them. */
  readonly set: string;
  readonly name: string;
  readonly shape: Shape;
  readonly classNames: readonly string[];
  readonly size: number;
}

const drawn = 10_000; // there are as many signs as anybody wants

/** Images by the name of their set. Those that are not there are among the problems. */
export function seenImages(set: string, own: readonly OwnThing[], problems: Problem[]): SeenImages | undefined {
  const mine = ownImages(own, set);
  if (mine) return { set, name: mine.name, shape: mine.shape, classNames: mine.classNames, size: mine.count };
  if (set.startsWith(ownPrefix)) {
    problems.push(problem(set, 'own-missing', {}));
    return undefined;
  }
  const card: DatasetCard = datasetCards[pageSets[set as PageSet]]; // readParams knows the ids
  const { title, shape, classNames } = card;
  return { set, name: title, shape, classNames, size: Math.min(card.kind === 'packed' ? card.size : drawn, drawn) };
}

/** What keeps images from teaching a start, and what to do about it. */
export function fitProblems(start: TrainingStart, images: SeenImages, batchSize: number): Problem[] {
  const size = (sides: readonly number[]) => sides.join(' × ');
  const needed = Math.ceil((5 * batchSize) / 4) + 1; // a fifth is held out
  return [
    ...(String(start.shape) === String(images.shape)
      ? []
      : [problem(images.name, 'train-shape', { expected: size(start.shape), got: size(images.shape) })]),
    ...(knowsClasses(start, images)
      ? []
      : [problem(images.name, 'train-classes', { expected: start.classes, got: images.classNames.length })]),
    ...(images.size >= needed ? [] : [problem(images.name, 'train-few', { size: images.size, needed })]),
  ];
}

/** As many classes, or only such as the model knows by name. */
function knowsClasses({ classes, classNames = [] }: TrainingStart, images: SeenImages): boolean {
  const known = new Set(classNames.map((name) => name.normalize('NFC').trim().toLowerCase()));
  return (
    images.classNames.length === classes ||
    images.classNames.every((name) => known.has(name.normalize('NFC').trim().toLowerCase()))
  );
}
