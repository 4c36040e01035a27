import { basename } from 'node:path';
import { sha256Hex } from '../core/bytes.ts';
import { LabError } from '../core/errors.ts';
import { type Problem, problem } from '../core/problems.ts';
import type { Env } from '../engine/env.ts';
import { openClassifier, openImages } from '../engine/subject.ts';
import { ownStart, parseRecipe, type Recipe } from '../training/recipe.ts';
import { isTrainingSet, trainingSets } from '../training/sets.ts';
import { asFile } from './extractFlags.ts';

/** What takes the place of the recipe's own: a model to start from, and images to train on. */
export interface TrainSources {
  /** A file, or a model of the lab. */
  readonly model?: string | undefined;
  /** An NPZ archive, or an idx or NPY file that `labels` belong to. */
  readonly images?: string | undefined;
  readonly labels?: string | undefined;
}

/**
 * A recipe file, with the user's model and images in the place of its own: the network, its shape and its classes are
 * then those of the model, everything else is the recipe's.
 *
 * @throws {LabError} `param` or `spec`, naming everything that does not fit, `asset` where a file cannot be used.
 */
export async function readTrainRecipe(path: string, sources: TrainSources, env: Env): Promise<Recipe> {
  const { model, images, labels } = sources;
  if (labels !== undefined && images === undefined) throw new LabError('param', '--labels: expected --images as well');
  const shipped = parseRecipe(path, await env.readFile(path));
  const begun = model === undefined ? shipped : await startedFrom(shipped, asFile('model', model), env);
  const shown = images === undefined ? begun : await shownImages(begun, images, labels, env);
  const problems = misfits(shown);
  if (problems.length > 0) throw new LabError('spec', problems);
  const whole = parseRecipe(path, new TextEncoder().encode(JSON.stringify(shown)));
  return { ...whole, ...(await pinned(whole, env)) };
}

async function startedFrom({ architecture, ...recipe }: Recipe, model: string, env: Env): Promise<Recipe> {
  const start = { model };
  if (ownStart({ start }) === undefined) return { ...recipe, ...(architecture && { architecture }), start };
  const { shape, classes, classNames, dispose } = await openClassifier({ model }, env);
  dispose();
  const numbers = Array.from({ length: classes }, (_, k) => String(k));
  const named = classNames ?? (recipe.classNames.length === classes ? recipe.classNames : numbers);
  const name = basename(model).replace(/\.\w+$/, '');
  return {
    ...recipe,
    id: slug(`${name}-${recipe.method.kind}`),
    title: `${name}, ${recipe.method.kind}`,
    summary: `${basename(model)}, trained as recipe ${recipe.id} says.`,
    start,
    inputShape: [...shape],
    classNames: [...named],
  };
}

const slug = (name: string) =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '') || 'model';

/** All of them; a fifth is held out, and at most as many as the recipe says. */
async function shownImages(recipe: Recipe, images: string, labels: string | undefined, env: Env): Promise<Recipe> {
  const set = `file:${labels === undefined ? images : `${images},${labels}`}`;
  const { size, classNames } = await openImages({ data: set }, env);
  const named =
    classNames?.length === recipe.classNames.length && recipe.classNames.every((name, k) => name === String(k));
  return {
    ...recipe,
    ...(named && { classNames: [...classNames] }),
    data: { set, from: 0, to: size },
    holdout: Math.max(1, Math.min(recipe.holdout, Math.floor(size / 5))),
  };
}

/** Of a model of the user's and images of the lab; the user's own images are looked at when they are read. */
function misfits({ start, data, inputShape, classNames }: Recipe): Problem[] {
  if (!start || !isTrainingSet(data.set)) return [];
  const { shape, classes } = trainingSets[data.set];
  const size = (sides: readonly number[]) => sides.join(' × ');
  const problems: Problem[] = [];
  if (String(shape) !== String(inputShape))
    problems.push(problem(data.set, 'train-shape', { expected: size(inputShape), got: size(shape) }));
  if (classes !== classNames.length)
    problems.push(problem(data.set, 'train-classes', { expected: classNames.length, got: classes }));
  return problems;
}

/** The content of a file that is started from is part of the recipe. */
async function pinned(recipe: Recipe, env: Env): Promise<Pick<Recipe, 'start'>> {
  const own = ownStart(recipe);
  if (own === undefined) return {};
  const bytes = await env.readFile(own.slice(own.indexOf(':') + 1));
  return { start: { model: own, sha256: sha256Hex(bytes) } };
}
