import { basename, isAbsolute, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ModelCard } from '../classifiers/card.ts';
import { sha256Hex } from '../core/bytes.ts';
import { formatEpsilon } from '../core/epsilon.ts';
import { type Rate, wilson } from '../core/stats.ts';
import { type DatasetId, datasetCards } from '../datasets/catalog.ts';
import { openDataset } from '../datasets/open.ts';
import type { Env } from '../engine/env.ts';
import { replaceFile } from '../platform/wholeFiles.ts';
import type { Examined } from '../training/accuracy.ts';
import { measureCertified } from '../training/certified.ts';
import type { Checkpoint } from '../training/checkpoint.ts';
import { gather, type TrainingImages } from '../training/images.ts';
import { modelFiles } from '../training/modelFiles.ts';
import type { Recipe } from '../training/recipe.ts';
import { isTrainingSet, trainingSets } from '../training/sets.ts';
import { cardFile, type FilesFacts, measureFiles } from './modelCard.ts';
import { robustAccuracy } from './robustAccuracy.ts';
import type { makeTrainingLog } from './trainingLog.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Publication {
  /** That the recipe was trained on, the last ones held out. */
  readonly images: TrainingImages;
  readonly recipePath: string;
  readonly folder: string;
  readonly env: Env;
  readonly log: ReturnType<typeof makeTrainingLog>;
  readonly signal: AbortSignal;
}

/** Writes a trained network as a model of the lab. Measures the files themselves, not the network; the card is written last. */
export async function publish(recipe: Recipe, trained: Checkpoint, publication: Publication): Promise<void> {
  const { images, recipePath, folder, env, log, signal } = publication;
  const { parameters, ...files } = await modelFiles(recipe, trained);
  const measuredOn = setOf(recipe);
  const examined = measuredOn ? wholeSet(measuredOn, env) : heldOut(recipe, images);
  const measured = await measuredFiles(recipe.id, files, examined, env);
  for (const [name, bytes] of Object.entries(files)) await replaceFile(join(folder, name), bytes);
  const robust = !measuredOn
    ? undefined
    : await robustAccuracy(recipe, { path: join(folder, 'model.json'), data: measuredOn }, env, signal);
  const certified = await certifiedAccuracy(recipe, trained, examined, env.breathe);
  const card = makeCard(recipe, { recipePath, parameters, files, measured, robust, certified });
  await replaceFile(join(folder, 'card.json'), cardFile(card));
  if (robust) log.note(`${recipe.id}: ${(100 * robust.value).toFixed(1)} % of ${robust.n} images withstood PGD-40`);
  if (certified)
    log.note(`${recipe.id}: ${(100 * certified.value).toFixed(1)} % of ${certified.n} images are certified`);
  const accuracy = wilson(measured.accuracy.count, measured.accuracy.n);
  log.note(`${recipe.id}: ${percent(accuracy)} of the ${accuracy.n} images of ${card.dataset}; written to ${folder}`);
}

/** The data set of the lab that tells about images nobody trained on; absent where the recipe trains on part of it. */
function setOf({ data }: Recipe): DatasetId | undefined {
  if (!isTrainingSet(data.set)) return undefined;
  const { measuredOn, origin } = trainingSets[data.set];
  return origin.kind === 'embedded' ? undefined : measuredOn;
}

function wholeSet(id: DatasetId, { readAsset }: Env): Examined {
  const source = openDataset(datasetCards[id], readAsset);
  return { ...source, count: source.size };
}

/** The last images of the recipe's range, which it was not trained on. */
function heldOut({ holdout }: Recipe, images: TrainingImages): Examined {
  const from = images.labels.length - holdout;
  const behind = (positions: readonly number[]) => positions.map((i) => from + i);
  return { shape: images.shape, count: holdout, read: async (positions) => gather(images, behind(positions)) };
}

type ModelBytes = Readonly<Record<'model.json' | 'weights.bin', Uint8Array>>;

async function measuredFiles(id: string, files: ModelBytes, examined: Examined, env: Env): Promise<FilesFacts> {
  const read = async (path: string) => files[path as keyof ModelBytes];
  return measureFiles({ id, path: 'model.json', read }, examined, env.breathe);
}

/** Share of the images whose answer interval bounds prove right within the budget, for networks trained to have such. */
async function certifiedAccuracy(
  recipe: Recipe,
  { state }: Checkpoint,
  examined: Examined,
  pause: () => Promise<void>,
): Promise<ModelCard['certified']> {
  if (recipe.method.kind !== 'ibp') return undefined;
  const { epsilon } = recipe.method;
  const { count, n, value } = await measureCertified({ ...recipe, state, epsilon }, examined, pause);
  return { bound: 'interval', eps: formatEpsilon(epsilon), count, n, value };
}

interface Facts {
  readonly recipePath: string;
  readonly parameters: number;
  readonly files: ModelBytes;
  readonly measured: FilesFacts;
  readonly robust: ModelCard['robust'];
  readonly certified: ModelCard['certified'];
}

function makeCard(recipe: Recipe, facts: Facts): ModelCard {
  const { recipePath, parameters, files, measured, robust, certified } = facts;
  const { multiplyAdds, ...clean } = measured;
  const { id, title, summary, inputShape, classNames, data, method, seed, licence } = recipe;
  const { title: set, measuredOn } = isTrainingSet(data.set) ? trainingSets[data.set] : ownSet(data.set);
  const range = [data.from, data.to - 1].map((n) => n.toLocaleString('en-US')).join('–');
  return {
    id,
    title,
    summary,
    inputShape,
    classNames,
    parameters,
    multiplyAdds,
    dataset: measuredOn,
    ...clean,
    ...(robust && { robust }),
    ...(certified && { certified }),
    training: { recipe: publicPath(recipePath), seed, images: `${set} ${range}`, method: method.kind },
    licence,
    files: Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, sha256Hex(bytes)])),
  };
}

/** Images of the user's, without the folders they lie in. */
function ownSet(set: string) {
  const name = set
    .slice(set.indexOf(':') + 1)
    .split(',')
    .map((path) => basename(path))
    .join(', ');
  return { title: name, measuredOn: name };
}

/** Where the recipe is in the lab; only its name when it is somewhere else, which concerns nobody. */
function publicPath(path: string): string {
  const inside = relative(root, path);
  return inside.startsWith('..') || isAbsolute(inside) ? basename(path) : inside.replaceAll('\\', '/');
}

const percent = ({ value, low, high }: Rate) =>
  `${(100 * value).toFixed(2)} % (95 %: ${(100 * low).toFixed(2)}–${(100 * high).toFixed(2)})`;
