import { zipSync } from 'fflate';
import { modelCards } from '../classifiers/catalog.ts';
import { badFile } from '../core/errors.ts';
import type { ExportFormat, OwnFiles } from '../spec/own.ts';
import type { Env } from './env.ts';
import { openClassifier } from './subject.ts';

/**
 * A model of the lab or of the reader's as one file: an ONNX model with its preprocessing inside, or a ZIP archive of the
 * TensorFlow.js files as they are.
 *
 * @throws {LabError} `asset` where the model has no such form.
 */
export async function convertModel(model: string, format: ExportFormat, env: Env): Promise<Uint8Array> {
  if (format === 'tfjs') return archive(await tfjsFiles(model, env));
  const classifier = await openClassifier({ model }, env);
  try {
    if (!classifier.network) throw badFile(model, 'no-graph', {});
    const [graph, { exportOnnx }] = await Promise.all([
      classifier.network(),
      import('../classifiers/onnx/exportOnnx.ts'),
    ]);
    return exportOnnx(graph, model);
  } finally {
    classifier.dispose();
  }
}

async function tfjsFiles(model: string, env: Env): Promise<OwnFiles> {
  if (Object.hasOwn(modelCards, model)) {
    const names = ['model.json', 'weights.bin'];
    const contents = await Promise.all(names.map((name) => env.readAsset(`models/${model}/${name}`)));
    return Object.fromEntries(names.map((name, i) => [name, contents[i]!]));
  }
  const found = await env.readOwn?.(model);
  if (!found) throw badFile(model, 'own-missing', {});
  const { thing, files } = found;
  if (thing.kind !== 'model' || !/^(tfjs|teachable)/.test(thing.format)) throw badFile(thing.name, 'no-tfjs', {});
  return files;
}

/** One archive stays as it is. */
function archive(files: OwnFiles): Uint8Array {
  const [only, ...others] = Object.values(files);
  if (only && others.length === 0) return only;
  return zipSync({ ...files }, { level: 0, mtime: earliest });
}

const earliest = new Date(1980, 0, 1); // of a ZIP archive, so that the same files give the same bytes
