import type { Recipe } from '../../workers/protocol.ts';
import { choice, integer, number, type ParamSchema, type ParamValues, readParams } from '../core/params.ts';
import type { Problem } from '../core/problems.ts';
import { type OwnThing, ownPrefix } from '../spec/own.ts';
import { methodCards, methodIds } from '../training/methods.catalog.ts';
import { startIds } from '../training/starts.catalog.ts';
import {
  fitProblems,
  pageSetIds,
  type SeenImages,
  seenImages,
  type TrainingStart,
  trainingStart,
} from './trainingFit.ts';

/** The training form: settings that differ from their defaults, those of a method as `fast.epsilon`. */
export type TrainingText = Readonly<Record<string, string>>;

/** Settings of every run, whatever the method. `start` and `data` may also name something of the reader's. */
export const trainingParams = {
  start: choice({
    label: 'Start from',
    help: 'Random weights, or those of a model.',
    options: startIds,
    default: 'mnist-cnn',
  }),
  data: choice({
    label: 'Images',
    help: 'What is trained on; they have to have the size and the classes of the start.',
    options: pageSetIds,
    default: 'mnist-embedded',
  }),
  method: choice({ label: 'Method', help: 'How the network is taught.', options: methodIds, default: 'fast' }),
  images: integer({
    label: 'Number',
    help: 'To train on, or as many as there are; up to 1,000 others are held out.',
    default: 8000,
    min: 200,
    max: 9000,
  }),
  epochs: integer({ label: 'Epochs', help: 'Passes over all images.', default: 5, min: 1, max: 200 }),
  batchSize: integer({ label: 'Batch', help: 'Images per update.', default: 64, min: 8, max: 512 }),
  learningRate: number({
    label: 'Learning rate',
    help: 'Of Adam, with a cosine schedule. Lower it if the loss grows without end.',
    default: 0.001,
    min: 0.000001,
    max: 10,
    scale: 'log',
  }),
  seed: integer({ label: 'Seed', help: 'Same seed, same weights.', default: 1, min: 0, max: 2 ** 31 - 1 }),
} as const satisfies ParamSchema;

type RunValues = ParamValues<typeof trainingParams>;

export type TrainingReading =
  | { readonly kind: 'valid'; readonly recipe: Recipe }
  | { readonly kind: 'invalid'; readonly problems: readonly Problem[] };

/** The form as a recipe, or everything that is wrong with it. `own` is what this browser keeps. */
export function readTraining(text: TrainingText, own: readonly OwnThing[] = []): TrainingReading {
  const problems: Problem[] = [];
  const plain = Object.entries(text).filter(([key, value]) => !key.includes('.') && !isOwnChoice(key, value));
  const run = readParams(trainingParams, Object.fromEntries(plain), '', problems);
  if (problems.length > 0) return { kind: 'invalid', problems };
  const method = readMethod(text, run.method, problems);
  const start = trainingStart(text.start ?? run.start, own, problems);
  const images = seenImages(text.data ?? run.data, own, problems);
  if (start && images) problems.push(...fitProblems(start, images, run.batchSize));
  if (problems.length > 0 || !start || !images) return { kind: 'invalid', problems };
  return { kind: 'valid', recipe: recipeOf(run, { method, start, images }) };
}

const isOwnChoice = (key: string, value: string) => (key === 'start' || key === 'data') && value.startsWith(ownPrefix);

function readMethod(text: TrainingText, kind: RunValues['method'], problems: Problem[]): Recipe['method'] {
  const prefix = `${kind}.`;
  const settings = Object.entries(text).flatMap(([key, value]) =>
    key.startsWith(prefix) ? [[key.slice(prefix.length), value] as const] : [],
  );
  const params = readParams(methodCards[kind].params as ParamSchema, Object.fromEntries(settings), kind, problems);
  return { kind, ...params } as Recipe['method']; // cards have its settings, which a test holds against the schema
}

interface Parts {
  readonly method: Recipe['method'];
  readonly start: TrainingStart;
  readonly images: SeenImages;
}

const mostHeldOut = 1000;

/** The same images are held out, however many are trained on. */
function recipeOf(run: RunValues, { method, start, images }: Parts): Recipe {
  const holdout = Math.min(mostHeldOut, Math.floor(images.size / 5));
  const count = Math.min(run.images, images.size - holdout);
  return {
    id: `${start.slug}-${run.method}`,
    title: `${start.title}, ${methodCards[run.method].title}`,
    summary: `Trained in the browser on ${count} images of ${images.name}.`,
    method,
    inputShape: [...start.shape],
    classNames: [...(start.classNames ?? images.classNames)],
    ...start.network,
    data: { set: images.set, from: images.size - holdout - count, to: images.size },
    holdout,
    batchSize: run.batchSize,
    epochs: run.epochs,
    optimizer: { kind: 'adam', learningRate: run.learningRate, schedule: 'cosine' },
    augmentation: { shift: 0 },
    seed: run.seed,
    licence: 'Apache-2.0',
  };
}

const fewSigns = '2000'; // to draw one takes some milliseconds

/** The form with another start, and images that fit it where there are some. */
export function startedFrom(text: TrainingText, start: string, own: readonly OwnThing[]): TrainingText {
  const next: TrainingText = { ...text, start };
  const fits = (set: string) => {
    const [begun, images] = [trainingStart(start, own, []), seenImages(set, own, [])];
    return begun !== undefined && images !== undefined && fitProblems(begun, images, 1).length === 0;
  };
  const now = text.data ?? trainingParams.data.default;
  const mine = own.filter(({ kind }) => kind === 'images').map(({ id }) => id);
  const data = [now, ...pageSetIds, ...mine].find(fits) ?? now;
  if (data === trainingParams.data.default) {
    const { data: _, ...rest } = next;
    return rest;
  }
  return { ...next, data, ...(data === 'signs-train' && !text.images && { images: fewSigns }) };
}

/** Runs that need no setting: what training does in a minute, and the shortest way to a robust model of one's own. */
export const preparedTrainings = {
  tune: {},
  scratch: { start: 'small', epochs: '30', learningRate: '0.01', 'fast.epsilon': '0.3', 'fast.rampEpochs': '4' },
} as const satisfies Record<string, TrainingText>;
