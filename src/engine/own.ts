import { type ImportedModel, openModelFiles } from '../classifiers/openModelFile.ts';
import { sha256Hex } from '../core/bytes.ts';
import { badFile } from '../core/errors.ts';
import type { Preprocessing } from '../core/preprocessing.ts';
import type { ImageSource } from '../datasets/source.ts';
import { openUserImages } from '../datasets/userImages.ts';
import { type OwnFiles, type OwnModel, ownPrefix } from '../spec/own.ts';
import type { Env } from './env.ts';

export const isOwn = (id: string): boolean => id.startsWith(ownPrefix);

/** A model that this browser keeps, as its reader set it up. @throws {LabError} `asset` where it is not kept. */
export async function openOwnModel(id: string, env: Env): Promise<ImportedModel['classifier']> {
  const { thing, files } = await find(id, env);
  if (thing.kind !== 'model') throw badFile(id, 'own-kind', { name: thing.name });
  const { preprocessing, classNames } = thing;
  const { classifier } = await openModelFiles(id, new Map(Object.entries(files)), { preprocessing });
  return classNames.length === classifier.classes ? { ...classifier, classNames } : classifier;
}

/** Images that this browser keeps. @throws {LabError} `asset` where they are not kept. */
export async function openOwnImages(id: string, env: Env): Promise<ImageSource> {
  const { thing, files } = await find(id, env);
  if (thing.kind !== 'images') throw badFile(id, 'own-kind', { name: thing.name });
  const source = await openUserImages(Object.keys(files), async (path) => files[path]!);
  return { ...source, id, classNames: thing.classNames };
}

async function find(id: string, env: Env) {
  const found = await env.readOwn?.(id);
  if (!found) throw badFile(id, 'own-missing', {});
  return found;
}

/** The id of a model: it tells apart whatever gives other numbers or other names. */
export function ownId(
  files: OwnFiles,
  settings: { readonly preprocessing: Preprocessing; classNames: readonly string[] },
) {
  const names = Object.keys(files).sort();
  const parts = names.map((name) => [name.slice(name.lastIndexOf('/') + 1), sha256Hex(files[name]!)]);
  const text = JSON.stringify([parts, settings.preprocessing, settings.classNames]);
  return ownPrefix + sha256Hex(new TextEncoder().encode(text)).slice(0, 12);
}

export const sizeOfFiles = (files: OwnFiles): number =>
  Object.values(files).reduce((sum, { length }) => sum + length, 0);

/** What the page keeps about an open model. */
export function describeOwn(
  {
    name,
    files,
    classNames: given,
  }: { readonly name: string; readonly files: OwnFiles; readonly classNames?: readonly string[] | undefined },
  { classifier, format, preprocessing, access, layers, parameters }: ImportedModel,
): OwnModel {
  const classNames = given ?? classifier.classNames ?? [];
  return {
    kind: 'model',
    id: ownId(files, { preprocessing, classNames }),
    name,
    format,
    shape: classifier.shape,
    classes: classifier.classes,
    classNames,
    preprocessing,
    access,
    softmaxRemoved: classifier.softmaxRemoved,
    ...(layers !== undefined && { layers }),
    ...(parameters !== undefined && { parameters }),
    size: sizeOfFiles(files),
  };
}
