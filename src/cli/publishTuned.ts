import { basename, join } from 'node:path';
import type { Classifier } from '../classifiers/classifier.ts';
import { graphClassifier } from '../classifiers/graph/classifier.ts';
import type { Graph } from '../classifiers/graph/graph.ts';
import { openModelFile } from '../classifiers/openModelFile.ts';
import { sha256Hex } from '../core/bytes.ts';
import { plainPixels } from '../core/preprocessing.ts';
import { replaceFile } from '../platform/wholeFiles.ts';
import type { Measured, Tuned } from '../spec/own.ts';
import type { Checkpoint } from '../training/checkpoint.ts';
import { examine } from '../training/examine.ts';
import { budgetOf } from '../training/methodRecipe.ts';
import { graphFiles } from '../training/modelFiles.ts';
import type { Recipe } from '../training/recipe.ts';
import type { Publication } from './publishModel.ts';
import { describeProgress } from './trainingLog.ts';

/**
 * Writes what training made of `graph`, a model of the user's: `model.onnx`, and last `card.json` with what was measured on held-out
 * images before and after. The file itself is opened and measured.
 */
export async function publishTuned(
  recipe: Recipe,
  trained: Checkpoint,
  graph: Graph,
  { images, folder, env, log, signal }: Omit<Publication, 'recipePath'>,
): Promise<void> {
  const { 'model.onnx': bytes, parameters } = graphFiles(recipe, trained, graph);
  const count = images.labels.length - recipe.holdout;
  const measure = async (learner: Classifier): Promise<Measured> => {
    const room = { recipe, images, count, learner, clock: env, host: { signal, emit: () => undefined } };
    return examine(room, { images: most, attacked: most }).finally(learner.dispose);
  };
  const { id } = recipe;
  const before = await measure(await graphClassifier({ id, where: id, sha256: '' }, graph));
  const opened = await openModelFile(id, 'model.onnx', async () => bytes, { preprocessing: plainPixels });
  const after = await measure(opened.classifier);
  await replaceFile(join(folder, 'model.onnx'), bytes);
  const files = { 'model.onnx': sha256Hex(bytes) };
  const { title, classNames, inputShape } = recipe;
  const tuned = factsOf(recipe, count, { before, after });
  const card = { id, title, inputShape, classNames, parameters, tuned, recipe, files };
  await replaceFile(join(folder, 'card.json'), new TextEncoder().encode(`${JSON.stringify(card, null, 2)}\n`));
  log.note(`before: ${describeProgress(before)}`);
  log.note(`after: ${describeProgress(after)}; written to ${folder}`);
}

const most = 1000; // images, of those held out

function factsOf(recipe: Recipe, images: number, measured: Pick<Tuned, 'before' | 'after'>): Tuned {
  const { start, method, data, epochs, seed } = recipe;
  return {
    from: { name: basename(start!.model), source: start!.sha256! }, // of a model of the user's
    method: method.kind,
    epsilon: budgetOf(method),
    data: data.set,
    images,
    epochs,
    seed,
    ...measured,
  };
}
