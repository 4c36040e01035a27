import type { Recipe } from '../../workers/protocol.ts';
import { choice, integer, number, type ParamSchema, type ParamValues, readParams } from '../core/params.ts';
import type { Problem } from '../core/problems.ts';
import { methodCards, methodIds } from '../training/methods.catalog.ts';
import { startCards, startIds } from '../training/starts.catalog.ts';

/** The training form: settings that differ from their defaults, those of a method as `fast.epsilon`. */
export type TrainingText = Readonly<Record<string, string>>;

/** Settings of every run, whatever the method. */
export const trainingParams = {
  start: choice({
    label: 'Start from',
    help: 'Random weights, or those of a model.',
    options: startIds,
    default: 'mnist-cnn',
  }),
  method: choice({ label: 'Method', help: 'How the network is taught.', options: methodIds, default: 'fast' }),
  images: integer({
    label: 'Images',
    help: 'Digits to train on; the last 1,000 of the 10,000 are held out.',
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

export type TrainingReading =
  | { readonly kind: 'valid'; readonly recipe: Recipe }
  | { readonly kind: 'invalid'; readonly problems: readonly Problem[] };

const total = 10_000;
const heldOut = 1000;

/** The form as a recipe, or everything that is wrong with it. */
export function readTraining(text: TrainingText): TrainingReading {
  const problems: Problem[] = [];
  const own = Object.fromEntries(Object.entries(text).filter(([key]) => !key.includes('.')));
  const run = readParams(trainingParams, own, '', problems);
  if (problems.length > 0) return { kind: 'invalid', problems };
  const { method } = run;
  const prefix = `${method}.`;
  const settings = Object.entries(text).flatMap(([key, value]) =>
    key.startsWith(prefix) ? [[key.slice(prefix.length), value] as const] : [],
  );
  const params = readParams(methodCards[method].params as ParamSchema, Object.fromEntries(settings), method, problems);
  if (problems.length > 0) return { kind: 'invalid', problems };
  // The cards have the settings of the recipe's method, which a test holds against its schema.
  return { kind: 'valid', recipe: recipeOf(run, { kind: method, ...params } as Recipe['method']) };
}

function recipeOf(run: ParamValues<typeof trainingParams>, method: Recipe['method']): Recipe {
  const start = startCards[run.start];
  return {
    id: `${run.start}-${run.method}`,
    title: `${start.title}, ${methodCards[run.method].title}`,
    summary: `Trained in the browser on ${run.images} digits.`,
    method,
    inputShape: [28, 28, 1],
    classNames: Array.from({ length: 10 }, (_, i) => String(i)),
    architecture: start.architecture,
    data: { set: 'mnist-embedded', from: total - heldOut - run.images, to: total },
    holdout: heldOut,
    batchSize: run.batchSize,
    ...('model' in start && { start: { model: start.model } }),
    epochs: run.epochs,
    optimizer: { kind: 'adam', learningRate: run.learningRate, schedule: 'cosine' },
    augmentation: { shift: 0 },
    seed: run.seed,
    licence: 'Apache-2.0',
  };
}

/** Runs that need no setting: what training does in a minute, and the shortest way to a robust model of one's own. */
export const preparedTrainings = {
  tune: {},
  scratch: { start: 'small', epochs: '20', learningRate: '0.003', 'fast.epsilon': '0.3', 'fast.rampEpochs': '8' },
} as const satisfies Record<string, TrainingText>;
