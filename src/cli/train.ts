import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawnNodeWorker } from '../../workers/nodeEngine.ts';
import { trainTogether } from '../../workers/trainTogether.ts';
import { type BackendName, isGraphics } from '../core/backend.ts';
import { LabError } from '../core/errors.ts';
import { drawSigns } from '../datasets/generated.ts';
import type { Env, Host } from '../engine/env.ts';
import { readFolderImages } from '../platform/folderImages.ts';
import { openNodeEnv, readBytes } from '../platform/nodeEnv.ts';
import { readTrainingImages } from '../platform/trainingData.ts';
import { readIfThere, replaceFile } from '../platform/wholeFiles.ts';
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from '../training/checkpoint.ts';
import { embeddedImages, startWeights } from '../training/embedded.ts';
import type { TrainEvent } from '../training/events.ts';
import type { TrainingImages } from '../training/images.ts';
import { budgetOf } from '../training/methodRecipe.ts';
import { parseRecipe, type Recipe } from '../training/recipe.ts';
import { trainingSets } from '../training/sets.ts';
import { type TrainingData, train } from '../training/train.ts';
import { publish } from './publishModel.ts';
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
  const checkpointPath = join(root, '.cache/train', recipe.id, 'checkpoint.bin');
  const resumeFrom = resume ? await readCheckpoint(checkpointPath, recipe) : undefined;
  if (resume && !resumeFrom) log.note('no checkpoint of this recipe yet; training from the beginning');
  const { env, lost } = await openNodeEnv({ backend });
  const images = await imagesOf(recipe, env);
  const material = { images, start: await startWeights(recipe, env.readAsset), resumeFrom };

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
    const trained = await Promise.race([teach(recipe, material, classroom), deviceGone(lost)]);
    await saving;
    await publish(recipe, trained, { recipePath, folder: out ?? join(root, 'models', recipe.id), env, log, signal });
  } catch (error) {
    await saving;
    if (signal.aborted) log.note('stopped; continue after the last whole epoch with --resume');
    throw error;
  }
}

async function imagesOf(recipe: Recipe, { readAsset }: Env): Promise<TrainingImages> {
  const { data } = recipe;
  const { shape, origin } = trainingSets[data.set];
  if (origin.kind === 'embedded') return embeddedImages(recipe, readAsset);
  if (origin.kind === 'published') return { shape, ...(await readTrainingImages(origin, data)) };
  if (origin.kind === 'drawn') {
    const positions = Array.from({ length: data.to - data.from }, (_, i) => data.from + i);
    return { shape, ...drawSigns({ ...origin, size: shape[0] }, positions) };
  }
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
