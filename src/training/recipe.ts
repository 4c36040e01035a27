import { z } from 'zod';
import { modelIds } from '../classifiers/catalog.ts';
import { LabError } from '../core/errors.ts';
import { networkProblems } from './architecture.ts';
import { flag, integer, oneOf, positive, text } from './fields.ts';
import { methodSchema } from './methodRecipe.ts';
import { isTrainingSet, ownPattern, trainingSetIds, trainingSets } from './sets.ts';
import { zodProblems } from './zodProblems.ts';

const activation = oneOf('relu', 'linear');

const layer = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({
      kind: z.literal('conv2d'),
      filters: integer(1, 1024),
      kernelSize: integer(1, 15),
      strides: integer(1, 15),
      padding: oneOf('same', 'valid'),
      activation,
      batchNorm: flag.optional(),
    }),
    z.strictObject({ kind: z.literal('residual'), filters: integer(1, 1024), strides: integer(1, 15) }),
    z.strictObject({ kind: z.literal('globalAveragePool') }),
    z.strictObject({ kind: z.literal('maxPool'), size: integer(1, 15) }),
    z.strictObject({ kind: z.literal('flatten') }),
    z.strictObject({ kind: z.literal('dense'), units: integer(1, 4096), activation }),
  ],
  { error: 'a layer of kind conv2d, residual, maxPool, globalAveragePool, flatten or dense' },
);

const architecture = z.array(layer, { error: 'a list of layers' }).min(1, { error: 'at least one layer' });

/** Something of the lab by its name, or of the user's. */
const named = (known: readonly string[]) => {
  const error = `one of ${known.join(', ')}, or one of your own as file:PATH`;
  return z.string({ error }).refine((id) => known.includes(id) || ownPattern.test(id), { error });
};

const network = {
  inputShape: z.tuple([integer(1, 512), integer(1, 512), integer(1, 4)], { error: '[height, width, channels]' }),
  classNames: z.array(text, { error: 'a list of names' }).min(2, { error: 'at least 2 names' }),
};

const material = {
  data: z.strictObject(
    { set: named(trainingSetIds), from: integer(0, 10_000_000), to: integer(1, 10_000_000) },
    { error: 'an object with set, from and to' },
  ),
  holdout: integer(1, 100_000),
  batchSize: integer(1, 4096),
};

const fraction = { error: 'a number in [0, 1)' };
const descent = {
  learningRate: positive(1000),
  schedule: oneOf('constant', 'linear', 'cosine', 'oneCycle'),
};
const optimizer = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('adam'), ...descent }),
    z.strictObject({
      kind: z.literal('sgd'),
      ...descent,
      momentum: z.number(fraction).min(0, fraction).lt(1, fraction),
      weightDecay: z.number(fraction).min(0, fraction).lt(1, fraction),
    }),
  ],
  { error: 'an optimizer of kind adam or sgd, with learningRate and schedule' },
);

const recipeSchema = z.strictObject(
  {
    id: z.string({ error: 'text' }).regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: 'lower-case words joined by hyphens' }),
    title: text,
    summary: text,
    method: methodSchema,
    ...network,
    architecture: architecture.optional(),
    ...material,
    start: z
      .strictObject({ model: named(modelIds), sha256: text.optional() }, { error: 'an object with model' })
      .optional(),
    epochs: integer(1, 1000),
    patience: integer(1, 1000).optional(),
    optimizer,
    augmentation: z.strictObject({ shift: integer(0, 8), flip: flag.optional() }, { error: 'an object with shift' }),
    seed: integer(0, 2 ** 31 - 1),
    licence: text,
  },
  { error: 'an object' },
);

/**
 * Everything a model is made from: `recipes/<id>.json`. Plain JSON.
 *
 * `data` is a range of a training set, `to` not included; its last `holdout` images are not trained on but tell how
 * training goes.
 * A `residual` layer is a block of two 3 × 3 convolutions beside a shortcut (He et al. 2016, arXiv:1512.03385, sec. 3.3).
 * `start` names a model of the lab with the same layers, whose weights are taken on, or (`file:`, `own:` in a browser) a
 * model of the user's, which stands in the place of `architecture`; its `sha256` is filled in, so that a run is not gone
 * on from with another file. `data.set` may be of the user's, too. `patience` ends a run after so many epochs without a
 * better one. A method of several stages takes all `epochs` for each.
 */
export type Recipe = z.infer<typeof recipeSchema>;
export type LayerRecipe = NonNullable<Recipe['architecture']>[number];

/** The model of the user's that the recipe teaches, if it does. */
export const ownStart = ({ start }: Pick<Recipe, 'start'>): string | undefined =>
  start && ownPattern.test(start.model) ? start.model : undefined;

/** Reads a recipe file. @throws {LabError} `param`, naming every problem at once. */
export function parseRecipe(where: string, bytes: Uint8Array): Recipe {
  const raw = parseJson(where, bytes);
  const parsed = recipeSchema.safeParse(raw);
  const problems = [...zodProblems(raw, parsed.error), ...fitProblems(raw)];
  if (!parsed.success || problems.length > 0) throw new LabError('param', `${where}: ${problems.join('; ')}`);
  return parsed.data;
}

function parseJson(where: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LabError('param', `${where}: expected JSON, got ${bytes.length} bytes that are not: ${reason}`, {
      cause,
    });
  }
}

/** Problems between fields, each looked for as soon as the fields it needs are readable, whatever else is wrong. */
function fitProblems(raw: unknown): string[] {
  const layers = z.object({ ...network, architecture }).safeParse(raw);
  const bounded = z.object({ method: z.object({ kind: z.literal('ibp') }), architecture }).safeParse(raw);
  const range = z.object(material).safeParse(raw);
  const shape = z.object({ ...network, data: material.data }).safeParse(raw);
  return [
    ...networkProblem(raw),
    ...(layers.success ? networkProblems(layers.data) : []),
    ...(bounded.success ? boundProblems(bounded.data) : []),
    ...(range.success ? rangeProblems(range.data) : []),
    ...(shape.success ? setProblems(shape.data) : []),
  ];
}

/** A network has layers, or is the user's; not both. */
function networkProblem(raw: unknown): string[] {
  const { architecture: layers, start } = (raw ?? {}) as Readonly<Record<string, unknown>>;
  const model = String((start as { readonly model?: unknown } | undefined)?.model);
  if (ownPattern.test(model))
    return layers === undefined ? [] : [`architecture: expected nothing, for ${model} is the network; leave it out`];
  return layers === undefined ? ['architecture: expected a list of layers, or start with a model of your own'] : [];
}

/** Layers that interval bounds are not propagated through. */
function boundProblems({ architecture: layers }: { readonly architecture: readonly LayerRecipe[] }): string[] {
  return layers.flatMap((layer, i) =>
    layer.kind === 'residual' || (layer.kind === 'conv2d' && layer.batchNorm)
      ? [`architecture.${i}: expected a layer without batch norm for method ibp, got ${JSON.stringify(layer)}`]
      : [],
  );
}

function rangeProblems({ data, holdout, batchSize }: Pick<Recipe, 'data' | 'holdout' | 'batchSize'>): string[] {
  const problems: string[] = [];
  if (isTrainingSet(data.set)) {
    const { size, reserved } = trainingSets[data.set];
    if (data.from < reserved)
      problems.push(
        `data.from: expected at least ${reserved} (accuracy is measured on the images before), got ${data.from}`,
      );
    if (data.to > size) problems.push(`data.to: expected at most ${size}, the size of ${data.set}, got ${data.to}`);
  }
  const count = data.to - data.from;
  if (count < holdout + batchSize)
    problems.push(
      `data: expected at least ${holdout + batchSize} images, for holdout and one batch, got ${Math.max(0, count)}`,
    );
  return problems;
}

function setProblems({ data, inputShape, classNames }: Pick<Recipe, 'data' | 'inputShape' | 'classNames'>): string[] {
  if (!isTrainingSet(data.set)) return []; // looked at when it is opened
  const { shape, classes } = trainingSets[data.set];
  const problems: string[] = [];
  if (String(shape) !== String(inputShape))
    problems.push(
      `inputShape: expected ${JSON.stringify(shape)}, the images of ${data.set}, got ${JSON.stringify(inputShape)}`,
    );
  if (classNames.length !== classes)
    problems.push(`classNames: expected ${classes} names, the classes of ${data.set}, got ${classNames.length}`);
  return problems;
}
