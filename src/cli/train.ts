import { availableParallelism } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawnNodeWorker } from '../../workers/nodeEngine.ts';
import { trainTogether, usualTeam } from '../../workers/trainTogether.ts';
import { type BackendName, isGraphics } from '../core/backend.ts';
import { LabError } from '../core/errors.ts';
import type { Env, Host } from '../engine/env.ts';
import { readFolderImages } from '../platform/folderImages.ts';
import { openNodeEnv } from '../platform/nodeEnv.ts';
import { readTrainingImages } from '../platform/trainingData.ts';
import { readIfThere, replaceFile } from '../platform/wholeFiles.ts';
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from '../training/checkpoint.ts';
import type { TrainEvent } from '../training/events.ts';
import type { TrainingImages } from '../training/images.ts';
import { openStart } from '../training/material.ts';
import { ownStart, type Recipe } from '../training/recipe.ts';
import { isTrainingSet, trainingSets } from '../training/sets.ts';
import { type TrainingData, train } from '../training/train.ts';
import { trainingImages } from '../training/trainingImages.ts';
import { publish } from './publishModel.ts';
import { publishTuned } from './publishTuned.ts';
import { makeTrainingLog } from './trainingLog.ts';
import { readTrainRecipe, type TrainSources } from './trainRecipe.ts';

export interface TrainOptions extends TrainSources {
  /** Folder for the model. When absent `models/<id>` of the lab, for a model of the user's `<id>` here. */
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
  { out, resume = false, workers, backend, signal, ...sources }: TrainOptions,
): Promise<void> {
  const log = makeTrainingLog(process.stderr);
  const { env, lost } = await openNodeEnv({ backend });
  const recipe = await readTrainRecipe(recipePath, sources, env);
  const checkpointPath = join(root, '.cache/train', recipe.id, 'checkpoint.bin');
  const resumeFrom = resume ? await readCheckpoint(checkpointPath, recipe) : undefined;
  if (resume && !resumeFrom) log.note('no checkpoint of this recipe yet; training from the beginning');
  const material = { start: await openStart(recipe, env), images: await imagesOf(recipe, env), resumeFrom };

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
    const publication = { images: material.images, recipePath, folder: out ?? usualFolder(recipe), env, log, signal };
    if (material.start?.kind === 'graph') await publishTuned(recipe, trained, material.start.graph, publication);
    else await publish(recipe, trained, publication);
  } catch (error) {
    await saving;
    if (signal.aborted) log.note('stopped; continue after the last whole epoch with --resume');
    throw error;
  }
}

const usualFolder = (recipe: Recipe) =>
  ownStart(recipe) === undefined ? join(root, 'models', recipe.id) : resolve(recipe.id);

/** Images that lie on this computer only, or that any host has. */
async function imagesOf(recipe: Recipe, env: Env): Promise<TrainingImages> {
  const { data } = recipe;
  if (!isTrainingSet(data.set)) return trainingImages(recipe, env);
  const { shape, origin } = trainingSets[data.set];
  if (origin.kind === 'published') return { shape, ...(await readTrainingImages(origin, data)) };
  if (origin.kind !== 'folders') return trainingImages(recipe, env);
  const { pixels, labels } = await readFolderImages(origin);
  const area = shape[0] * shape[1] * shape[2];
  return { shape, pixels: pixels.slice(data.from * area, data.to * area), labels: labels.slice(data.from, data.to) };
}

/** A graphics processor is fed by one. */
const usualWorkers = (recipe: Recipe, backend: BackendName | undefined) =>
  backend && isGraphics(backend) ? 1 : usualTeam(recipe, availableParallelism());

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
