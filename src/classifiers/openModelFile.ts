import { type ReadBytes, sha256Hex } from '../core/bytes.ts';
import { badFile } from '../core/errors.ts';
import { isPlain, type Preprocessing, plainPixels, teachablePixels } from '../core/preprocessing.ts';
import { looksLikeZip } from '../core/zip.ts';
import { type Access, accessOf, gradientProblem } from './audit.ts';
import type { Classifier } from './classifier.ts';
import { graphClassifier } from './graph/classifier.ts';
import { countParameters, type Graph } from './graph/graph.ts';
import { looksLikeHdf5 } from './keras/hdf5.ts';
import { openLayersModel } from './layersModel.ts';
import { folderOfFiles, folderOfZip, type ModelFolder } from './modelFolder.ts';
import { guessPreprocessing, withPreprocessing } from './preprocessing.ts';
import { readTeachable } from './teachable.ts';

export type ModelFormat = 'tfjs-layers' | 'tfjs-graph' | 'teachable-machine' | 'keras' | 'onnx';

/** A model of the user's, open, and what was found out about it. */
export interface ImportedModel {
  /** Owned by the caller. Has preprocessing inside. */
  readonly classifier: Classifier;
  readonly format: ModelFormat;
  /** What was put in front of the model: as asked for, or guessed. */
  readonly preprocessing: Preprocessing;
  readonly access: Access;
  /** Nodes that compute something; undefined where there is no graph. */
  readonly layers?: number;
  /** Numbers in all weights. */
  readonly parameters?: number;
}

/** What the user may know better than the file. */
export interface ImportOptions {
  readonly preprocessing?: Preprocessing;
}

/**
 * The user's own model, in a file, an archive or several files. What a file is, its content tells; its name does not
 * matter. ONNX, TensorFlow.js (LayersModel and GraphModel), Teachable Machine and Keras (.keras and .h5) are known.
 *
 * @param read resolves paths relative to the model's folder, for formats of several files.
 * @throws {LabError} `asset`, naming the file, what was expected, what was found and what to do.
 */
export async function openModelFile(
  id: string,
  path: string,
  read: ReadBytes,
  options: ImportOptions = {},
): Promise<ImportedModel> {
  const bytes = await read(path);
  if (looksLikeZip(bytes)) return openFolder(id, folderOfZip(path, bytes), bytes, options);
  if (looksLikeJson(bytes)) return openJson({ id, path, read, options });
  const origin = { id, where: path, sha256: sha256Hex(bytes) };
  if (looksLikeHdf5(bytes)) {
    const { readKerasH5 } = await import('./keras/readKeras.ts');
    return openGraph(origin, 'keras', await readKerasH5(path, bytes), options);
  }
  const { importOnnx } = await import('./onnx/importOnnx.ts');
  return openGraph(origin, 'onnx', importOnnx(path, bytes), options);
}

/** The same for files that were dropped together. One file is taken for itself. */
export async function openModelFiles(
  id: string,
  files: ReadonlyMap<string, Uint8Array>,
  options: ImportOptions = {},
): Promise<ImportedModel> {
  const folder = folderOfFiles(files);
  if (folder.names.length === 1) return openModelFile(id, folder.names[0]!, folder.read, options);
  return openFolder(id, folder, undefined, options);
}

async function openFolder(
  id: string,
  folder: ModelFolder,
  archive: Uint8Array | undefined,
  options: ImportOptions,
): Promise<ImportedModel> {
  const { isKerasArchive, readKerasArchive } = await import('./keras/readKeras.ts');
  if (isKerasArchive(folder)) {
    const sha256 = sha256Hex(archive ?? (await folder.read('model.weights.h5')));
    return openGraph({ id, where: folder.where, sha256 }, 'keras', await readKerasArchive(folder), options);
  }
  const path = mainFile(folder);
  const opened = await openModelFile(id, path, folder.read, await withMetadata(folder, options));
  const { classNames, teachable } = await readTeachable(folder);
  return {
    ...opened,
    format: teachable ? 'teachable-machine' : opened.format,
    classifier: {
      ...opened.classifier,
      ...(classNames.length === opened.classifier.classes && { classNames }),
      ...(archive && { sha256: sha256Hex(archive) }),
    },
  };
}

/** Teachable Machine has its own preprocessing, and says so by the metadata beside its model. */
async function withMetadata(folder: ModelFolder, options: ImportOptions): Promise<ImportOptions> {
  const { teachable } = await readTeachable(folder);
  return teachable ? { preprocessing: teachablePixels, ...options } : options;
}

/** The file to begin with: the highest model.json, or the only file of another kind. */
function mainFile({ where, names }: ModelFolder): string {
  const depth = (name: string) => name.split('/').length;
  const models = names.filter((name) => /(^|\/)model\.json$/.test(name)).sort((a, b) => depth(a) - depth(b));
  const others = names.filter((name) => /\.(onnx|keras|h5|hdf5)$/i.test(name));
  const [first] =
    models.length > 0
      ? models
      : others.length === 1
        ? others
        : names.filter((name) => name.endsWith('.json') && !/(^|\/)metadata\.json$/.test(name));
  return first ?? refuse(where, names);
}

function refuse(where: string, names: readonly string[]): never {
  throw badFile(where, 'model-files', { got: names.slice(0, 8).join(', ') || 'none' });
}

interface JsonModel {
  readonly id: string;
  readonly path: string;
  readonly read: ReadBytes;
  readonly options: ImportOptions;
}

/**
 * TensorFlow.js runs its own models. Only where pixels have to be prepared, or it cannot differentiate what it runs, the
 * graph takes the model's place.
 */
async function openJson({ id, path, read, options }: JsonModel): Promise<ImportedModel> {
  if (isGraphModel(await read(path))) {
    const { openGraphModel } = await import('./graphModel.ts');
    return audited(
      await openGraphModel(id, path, read, options.preprocessing ?? plainPixels),
      'tfjs-graph',
      options.preprocessing ?? plainPixels,
    );
  }
  const classifier = await openLayersModel(id, path, read);
  const graph = await classifier.network!().catch(() => undefined);
  if (!graph) return audited(classifier, 'tfjs-layers', plainPixels);
  const preprocessing = options.preprocessing ?? guessPreprocessing(graph);
  if (isPlain(preprocessing) && gradientProblem(classifier) === undefined) {
    return audited(classifier, 'tfjs-layers', preprocessing, graph);
  }
  const { sha256, softmaxRemoved } = classifier;
  classifier.dispose();
  const opened = await openGraph({ id, where: path, sha256 }, 'tfjs-layers', graph, { preprocessing });
  return { ...opened, classifier: { ...opened.classifier, softmaxRemoved } };
}

async function openGraph(
  origin: { readonly id: string; readonly where: string; readonly sha256: string },
  format: ModelFormat,
  graph: Graph,
  options: ImportOptions,
): Promise<ImportedModel> {
  const preprocessing = options.preprocessing ?? guessPreprocessing(graph);
  const classifier = await graphClassifier(origin, withPreprocessing(graph, preprocessing));
  return audited(classifier, format, preprocessing, graph);
}

async function audited(
  classifier: Classifier,
  format: ModelFormat,
  preprocessing: Preprocessing,
  graph?: Graph,
): Promise<ImportedModel> {
  const access = await accessOf(classifier);
  return {
    classifier: access.kind === 'black-box' ? { ...classifier, gradient: 'none' } : classifier,
    format,
    preprocessing,
    access,
    ...(graph && { layers: graph.nodes.length, parameters: countParameters(graph).all }),
  };
}

/** What `model.json` says it is; one that cannot be read is reported by the reader of layers. */
function isGraphModel(bytes: Uint8Array): boolean {
  try {
    const { format } = JSON.parse(new TextDecoder().decode(bytes));
    return format === 'graph-model';
  } catch {
    return false;
  }
}

/** Whether the first byte that is not white space opens an object. */
function looksLikeJson(bytes: Uint8Array): boolean {
  const first = bytes.find((byte) => !whiteSpace.has(byte));
  return first === openingBrace;
}

const openingBrace = 0x7b;
const whiteSpace: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d]);
