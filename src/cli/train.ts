import { availableParallelism } from 'node:os';
import { basename, isAbsolute, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawnNodeWorker } from '../../workers/nodeEngine.ts';
import { trainTogether } from '../../workers/trainTogether.ts';
import type { ModelCard } from '../classifiers/card.ts';
import { openLayersModel } from '../classifiers/layersModel.ts';
import { type BackendName, isGraphics } from '../core/backend.ts';
import { sha256Hex } from '../core/bytes.ts';
import { LabError } from '../core/errors.ts';
import type { Rate } from '../core/stats.ts';
import { datasetCards } from '../datasets/catalog.ts';
import { openPacked } from '../datasets/packed.ts';
import type { Env, Host } from '../engine/env.ts';
import { readFolderImages } from '../platform/folderImages.ts';
import { openNodeEnv, readBytes } from '../platform/nodeEnv.ts';
import { readTrainingImages } from '../platform/trainingData.ts';
import { readIfThere, replaceFile } from '../platform/wholeFiles.ts';
import { measureAccuracy } from '../training/accuracy.ts';
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from '../training/checkpoint.ts';
import type { TrainEvent } from '../training/events.ts';
import type { TrainingImages } from '../training/images.ts';
import { budgetOf } from '../training/methodRecipe.ts';
import { modelFiles } from '../training/modelFiles.ts';
import { parseRecipe, type Recipe } from '../training/recipe.ts';
import { trainingSets } from '../training/sets.ts';
import { type TrainingData, train } from '../training/train.ts';
import { robustAccuracy } from './robustAccuracy.ts';
import { makeTrainingLog } from './trainingLog.ts';

export interface TrainOptions {
  /** Folder for the model; `models/<id>` of the lab when absent. */
  readonly out?: string;
  /** Continue after the last whole epoch of an earlier run of the same recipe. */
  readonly resume?: boolean;
  /** Threads that share each batch. */
  readonly workers?: number;
  /** What computes; the fastest there is on a processor when absent. */
  readonly backend?: BackendName | undefined;
  readonly signal: AbortSignal;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * `epsilon train recipes/x.json`: makes a model with its card; tells on stderr how it goes.
 *
 * Leaves a checkpoint in `.cache/train/<id>` after each epoch. Former model files are replaced at the end only.
 */
export async function trainCommand(
  recipePath: string,
  { out, resume = false, workers, backend, signal }: TrainOptions,
): Promise<void> {
  const log = makeTrainingLog(process.stderr);
  const recipe = parseRecipe(recipePath, await readBytes(recipePath));
  const images = await imagesOf(recipe);
  const checkpointPath = join(root, '.cache/train', recipe.id, 'checkpoint.bin');
  const resumeFrom = resume ? await readCheckpoint(checkpointPath, recipe) : undefined;
  if (resume && !resumeFrom) log.note('no checkpoint of this recipe yet; training from the beginning');
  const { env, lost } = await openNodeEnv({ backend });

  let saving = Promise.resolve();
  const emit = (event: TrainEvent) => {
    log.show(event);
    if (event.kind !== 'checkpoint') return;
    saving = saving.then(() => replaceFile(checkpointPath, encodeCheckpoint(event.checkpoint)));
    saving.catch(() => undefined); // awaited below
  };
  try {
    const size = Math.min(workers ?? usualWorkers(recipe, backend), recipe.batchSize);
    const classroom = { size, backend, env, log, host: { signal, emit } };
    const trained = await Promise.race([teach(recipe, { images, resumeFrom }, classroom), deviceGone(lost)]);
    await saving;
    await publish(recipe, trained, { recipePath, folder: out ?? join(root, 'models', recipe.id), env, log, signal });
  } catch (error) {
    await saving;
    if (signal.aborted) log.note('stopped; continue after the last whole epoch with --resume');
    throw error;
  }
}

async function imagesOf({ data }: Recipe): Promise<TrainingImages> {
  const { shape, origin } = trainingSets[data.set];
  if (origin.kind === 'published') return { shape, ...(await readTrainingImages(origin, data)) };
  const { pixels, labels } = await readFolderImages(origin);
  const area = shape[0] * shape[1] * shape[2];
  return { shape, pixels: pixels.slice(data.from * area, data.to * area), labels: labels.slice(data.from, data.to) };
}

/**
 * A plain step is over so soon that handing gradients around eats much of the gain, and one thread gives the same bytes
 * on every machine; where an attack comes before each step, sharing pays always. A graphics processor is fed by one.
 */
const usualWorkers = ({ method }: Recipe, backend: BackendName | undefined) =>
  budgetOf(method) === undefined || (backend && isGraphics(backend)) ? 1 : availableParallelism();

/** Rejects when the device is gone: what it still owes would never come. */
const deviceGone = async (lost: Promise<string>): Promise<never> => {
  throw new LabError('backend', `${await lost}; continue after the last whole epoch with --resume`);
};

interface Classroom {
  readonly size: number;
  readonly backend: BackendName | undefined;
  readonly env: Env;
  readonly log: ReturnType<typeof makeTrainingLog>;
  readonly host: Host<TrainEvent>;
}

function teach(recipe: Recipe, data: TrainingData, classroom: Classroom): Promise<Checkpoint> {
  const { size, backend, env, log, host } = classroom;
  if (size === 1) return train(recipe, data, env, host);
  const notify = (reason: string) => log.note(`a worker died (${reason}); going on from the last whole epoch`);
  return trainTogether(recipe, data, host, { spawn: spawnNodeWorker, start: { backend }, size, notify });
}

async function readCheckpoint(path: string, recipe: Recipe): Promise<Checkpoint | undefined> {
  const bytes = await readIfThere(path);
  return bytes && decodeCheckpoint(relative(root, path), bytes, recipe);
}

interface Publication {
  readonly recipePath: string;
  readonly folder: string;
  readonly env: Env;
  readonly log: ReturnType<typeof makeTrainingLog>;
  readonly signal: AbortSignal;
}

/** Measures the files themselves, not the network they were made from; the card is written last. */
async function publish(recipe: Recipe, trained: Checkpoint, publication: Publication) {
  const { recipePath, folder, env, log, signal } = publication;
  const { parameters, ...files } = await modelFiles(recipe, trained);
  const { measuredOn } = trainingSets[recipe.data.set];
  const accuracy = await accuracyOfFiles(recipe.id, files, measuredOn, env);
  for (const [name, bytes] of Object.entries(files)) await replaceFile(join(folder, name), bytes);
  const robust = await robustAccuracy(recipe, join(folder, 'model.json'), env, signal);
  const card = makeCard(recipe, { recipePath, parameters, files, accuracy, robust });
  await replaceFile(join(folder, 'card.json'), new TextEncoder().encode(`${JSON.stringify(card, null, 2)}\n`));
  if (robust) log.note(`${recipe.id}: ${(100 * robust.value).toFixed(1)} % of ${robust.n} images withstood PGD-40`);
  log.note(`${recipe.id}: ${percent(accuracy)} of the ${accuracy.n} images of ${measuredOn}; written to ${folder}`);
}

type ModelBytes = Readonly<Record<'model.json' | 'weights.bin', Uint8Array>>;

async function accuracyOfFiles(
  id: string,
  files: ModelBytes,
  dataset: keyof typeof datasetCards,
  env: Env,
): Promise<Rate> {
  const classifier = await openLayersModel(id, 'model.json', async (path) => files[path as keyof ModelBytes]);
  try {
    const source = openPacked(datasetCards[dataset], env.readAsset);
    const examined = { shape: source.shape, count: source.size, read: source.read };
    return await measureAccuracy(classifier.logits, examined, env.breathe);
  } finally {
    classifier.dispose();
  }
}

interface Facts {
  readonly recipePath: string;
  readonly parameters: number;
  readonly files: ModelBytes;
  readonly accuracy: Rate;
  readonly robust: ModelCard['robust'];
}

function makeCard(recipe: Recipe, { recipePath, parameters, files, accuracy, robust }: Facts): ModelCard {
  const { id, title, summary, inputShape, classNames, data, seed, licence } = recipe;
  const { title: set, measuredOn } = trainingSets[data.set];
  const range = [data.from, data.to - 1].map((n) => n.toLocaleString('en-US')).join('–');
  return {
    id,
    title,
    summary,
    inputShape,
    classNames,
    parameters,
    dataset: measuredOn,
    accuracy: { count: accuracy.count, n: accuracy.n, value: accuracy.value },
    ...(robust && { robust }),
    training: { recipe: publicPath(recipePath), seed, images: `${set} ${range}` },
    licence,
    files: Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, sha256Hex(bytes)])),
  };
}

/** Where the recipe is in the lab; only its name when it is somewhere else, which concerns nobody. */
function publicPath(path: string): string {
  const inside = relative(root, path);
  return inside.startsWith('..') || isAbsolute(inside) ? basename(path) : inside.replaceAll('\\', '/');
}

const percent = ({ value, low, high }: Rate) =>
  `${(100 * value).toFixed(2)} % (95 %: ${(100 * low).toFixed(2)}–${(100 * high).toFixed(2)})`;
