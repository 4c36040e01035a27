import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ModelCard } from '../classifiers/card.ts';
import { modelCards, modelIds } from '../classifiers/catalog.ts';
import { multiplyAdds } from '../classifiers/graph/multiplyAdds.ts';
import { openLayersModel } from '../classifiers/layersModel.ts';
import type { ReadBytes } from '../core/bytes.ts';
import { LabError } from '../core/errors.ts';
import { type DatasetId, datasetCards } from '../datasets/catalog.ts';
import { openDataset } from '../datasets/open.ts';
import { openNodeEnv } from '../platform/nodeEnv.ts';
import { replaceFile } from '../platform/wholeFiles.ts';
import { type Confusion, type Examined, measureConfusion, rateOf } from '../training/accuracy.ts';

/** What a card says of the answers to clean images, and of what one takes. */
export type FilesFacts = Pick<ModelCard, 'multiplyAdds' | 'accuracy' | 'confusion'>;

/** Measures a model's files on clean images. `read` finds `path`, its model.json, and what that names. */
export async function measureFiles(
  { id, path, read }: { readonly id: string; readonly path: string; readonly read: ReadBytes },
  examined: Examined,
  pause: () => Promise<void>,
): Promise<FilesFacts> {
  const classifier = await openLayersModel(id, path, read);
  try {
    const graph = await classifier.network!(); // a LayersModel has one
    const confusion = await measureConfusion(classifier.logits, examined, pause);
    return { multiplyAdds: multiplyAdds(graph, path), ...factsOf(confusion) };
  } finally {
    classifier.dispose();
  }
}

function factsOf(confusion: Confusion): Pick<FilesFacts, 'accuracy' | 'confusion'> {
  const { count, n, value } = rateOf(confusion);
  return { accuracy: { count, n, value }, confusion };
}

/** A card as it is kept: lists of numbers on one line, for 20 classes would take 400. */
export const cardFile = (card: ModelCard): Uint8Array =>
  new TextEncoder().encode(`${JSON.stringify(card, null, 2).replace(/\[[\d.,\s]+\]/g, onOneLine)}\n`);

const onOneLine = (list: string) => JSON.stringify(JSON.parse(list)).replaceAll(',', ', ');

/** The card with what its files say now. `readAsset` finds them and the images by their places in the lab. */
export async function measureCard(
  card: ModelCard,
  readAsset: ReadBytes,
  pause: () => Promise<void>,
): Promise<ModelCard> {
  const { id, dataset } = card;
  const { shape, size, read } = openDataset(datasetCards[dataset as DatasetId], readAsset); // of the lab
  const model = { id, path: `models/${id}/model.json`, read: readAsset };
  return { ...card, ...(await measureFiles(model, { shape, count: size, read }, pause)) };
}

/** `epsilon card <id>`: measures a model of the lab on its clean images again and writes what was found into its card. */
export async function cardCommand(id: string, signal: AbortSignal): Promise<void> {
  const known: Readonly<Record<string, ModelCard | undefined>> = modelCards;
  const card = known[id];
  if (!card) throw new LabError('param', `${id}: expected a model, one of ${modelIds.join(', ')}`);
  const { env } = await openNodeEnv({});
  const breathe = async () => {
    signal.throwIfAborted();
    await env.breathe();
  };
  const found = await measureCard(card, env.readAsset, breathe);
  await replaceFile(join(root, 'models', id, 'card.json'), cardFile(found));
  const { count, n } = found.accuracy;
  process.stdout.write(`${id}: ${count} of the ${n} images of ${card.dataset} right\n`);
}

const root = fileURLToPath(new URL('../..', import.meta.url));
