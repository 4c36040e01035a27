import { type ModelId, modelCardOf, modelCards } from '../classifiers/catalog.ts';
import type { Classifier } from '../classifiers/classifier.ts';
import { openLayersModel } from '../classifiers/layersModel.ts';
import { openModelFile } from '../classifiers/openModelFile.ts';
import { verifySha256 } from '../core/bytes.ts';
import { type DatasetId, datasetCards } from '../datasets/catalog.ts';
import { openDataset } from '../datasets/open.ts';
import type { ImageSource } from '../datasets/source.ts';
import { openUserImages } from '../datasets/userImages.ts';
import type { Spec } from '../spec/spec.ts';
import type { Env } from './env.ts';
import { checkFit } from './fit.ts';
import { namedAlike } from './namedAlike.ts';
import { isOwn, openOwnImages, openOwnModel } from './own.ts';
import type { Watch } from './watch.ts';

/** The model and the images of an experiment, checked to fit each other. */
export interface Subject {
  readonly classifier: Classifier;
  readonly images: ImageSource;
  readonly classNames: readonly string[];
  /** Detectors beside the model; absent where the run has none. */
  readonly watch?: Watch;
  /** Models that are shown the same images, by name; absent where the run has none. */
  readonly seconds?: ReadonlyMap<string, Classifier>;
}

/** Numbers per image. */
export const sizeOf = ({ classifier }: Subject): number => classifier.shape.reduce((a, b) => a * b);

/** @throws {LabError} `asset` or `spec`, naming what does not fit. The caller owns the result. */
export async function openSubject(spec: Spec, env: Env): Promise<Subject> {
  const given = await openImages(spec, env);
  const classifier = await openClassifier(spec, env);
  try {
    const classNames = classNamesOf(spec, classifier, given);
    const images = namedAlike(given, classNames);
    checkFit(spec, { classifier, images });
    return { classifier, images, classNames };
  } catch (error) {
    classifier.dispose();
    throw error;
  }
}

const filePrefix = 'file:';

/** @throws {LabError} `asset`, naming the file. The caller owns the result. */
export async function openClassifier({ model }: Pick<Spec, 'model'>, env: Env): Promise<Classifier> {
  if (model.startsWith(filePrefix)) {
    const path = model.slice(filePrefix.length);
    return (await openModelFile(path, path, env.readFile)).classifier;
  }
  if (isOwn(model)) return openOwnModel(model, env);
  const { files } = modelCards[model as ModelId]; // parseSpec knows the ids
  return openLayersModel(model, `models/${model}/model.json`, async (path) => {
    const bytes = await env.readAsset(path);
    verifySha256(path, bytes, (files as Record<string, string>)[path.slice(path.lastIndexOf('/') + 1)] ?? 'none');
    return bytes;
  });
}

/** @throws {LabError} `asset`, when files are read; a packed set is read when its images are. */
export async function openImages({ data }: Pick<Spec, 'data'>, env: Env): Promise<ImageSource> {
  if (data.startsWith(filePrefix)) return openUserImages(data.slice(filePrefix.length).split(','), env.readFile);
  if (isOwn(data)) return openOwnImages(data, env);
  return openDataset(datasetCards[data as DatasetId], env.readAsset); // parseSpec knows the ids
}

/** Names that nobody gave the model are those of its images, where they are as many. */
function classNamesOf({ model }: Spec, { classes, classNames }: Classifier, images: ImageSource): readonly string[] {
  const taught = images.classNames?.length === classes ? images.classNames : undefined;
  const numbers = Array.from({ length: classes }, (_, i) => String(i));
  return modelCardOf(model)?.classNames ?? classNames ?? taught ?? numbers;
}
