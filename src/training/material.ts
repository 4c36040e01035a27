import { unbounded } from '../certification/nodeKind.ts';
import { gradientProblem, trainingProblem } from '../classifiers/audit.ts';
import { type ModelId, modelCards } from '../classifiers/catalog.ts';
import type { Classifier } from '../classifiers/classifier.ts';
import type { Graph } from '../classifiers/graph/graph.ts';
import { type ReadBytes, verifySha256 } from '../core/bytes.ts';
import { LabError } from '../core/errors.ts';
import { type Problem, problem } from '../core/problems.ts';
import type { Env } from '../engine/env.ts';
import { openClassifier } from '../engine/subject.ts';
import { nodesNotFresh } from './graphTrainable.ts';
import type { TrainingImages } from './images.ts';
import { weightShapes } from './network.ts';
import { ownStart, type Recipe } from './recipe.ts';
import { trainingImages } from './trainingImages.ts';

/** What a network begins with instead of random weights: those of one with the same layers, or a whole one. */
export type Start =
  | { readonly kind: 'weights'; readonly values: Float32Array }
  | { readonly kind: 'graph'; readonly graph: Graph };

export interface Material {
  readonly images: TrainingImages;
  readonly start?: Start | undefined;
}

/** What a run needs, where the host has it: images that ship with the lab or are the user's, and what to start from. */
export async function openMaterial(recipe: Recipe, env: Env): Promise<Material> {
  return { start: await openStart(recipe, env), images: await trainingImages(recipe, env) };
}

/** @throws {LabError} `param` when the layers of a model of the lab are others, `spec` as `graphToTrain`. */
export async function openStart(recipe: Recipe, env: Env): Promise<Start | undefined> {
  if (!recipe.start) return undefined;
  const own = ownStart(recipe);
  if (own !== undefined) return { kind: 'graph', graph: await graphToTrain(recipe, own, env) };
  return { kind: 'weights', values: await weightsOf(recipe, recipe.start.model as ModelId, env.readAsset) }; // parseRecipe knows the ids
}

/**
 * The network of a model of the user's. @throws {LabError} `spec`, naming all that keeps it from being trained in this
 * way, and what is possible instead.
 */
async function graphToTrain(recipe: Recipe, model: string, env: Env): Promise<Graph> {
  const classifier = await openClassifier({ model }, env);
  try {
    const graph = await trainableGraph(model, classifier);
    const problems = [...misfits(recipe, model, classifier), ...methodProblems(recipe, model, graph)];
    if (problems.length > 0) throw new LabError('spec', problems);
    return graph;
  } finally {
    classifier.dispose();
  }
}

async function trainableGraph(model: string, classifier: Classifier): Promise<Graph> {
  const refuse = (reason: string): never => {
    throw new LabError('spec', [problem(model, 'untrainable', { reason })]);
  };
  if (classifier.gradient === 'none') refuse(gradientProblem(classifier) ?? 'it has no gradient');
  if (!classifier.network) return refuse('a GraphModel keeps its weights as constants');
  const graph = await classifier.network().catch((cause: unknown) => refuse(LabError.from(cause).message));
  const reason = trainingProblem(graph);
  return reason === undefined ? graph : refuse(reason);
}

function misfits({ inputShape, classNames }: Recipe, model: string, { shape, classes }: Classifier): Problem[] {
  const size = (sides: readonly number[]) => sides.join(' × ');
  return [
    ...(String(shape) === String(inputShape)
      ? []
      : [problem(model, 'train-shape', { expected: size(shape), got: size(inputShape) })]),
    ...(classes === classNames.length
      ? []
      : [problem(model, 'train-classes', { expected: classes, got: classNames.length })]),
  ];
}

/** What a method asks of a network, and this one does not give. */
function methodProblems({ method }: Recipe, model: string, graph: Graph): Problem[] {
  if (method.kind === 'ibp') {
    return unbounded(graph, model).map(({ values }) => problem(model, 'train-no-bound', { nodes: values.nodes! }));
  }
  const nodes = method.kind === 'distillation' ? nodesNotFresh(graph) : [];
  return nodes.length === 0 ? [] : [problem(model, 'train-no-fresh', { nodes: nodes.join(', ') })];
}

async function weightsOf(recipe: Recipe, model: ModelId, read: ReadBytes): Promise<Float32Array> {
  const fetched = async (name: 'model.json' | 'weights.bin') => {
    const path = `models/${model}/${name}`;
    const bytes = await read(path);
    verifySha256(path, bytes, modelCards[model].files[name]);
    return bytes;
  };
  const [topology, weights] = [await fetched('model.json'), await fetched('weights.bin')];
  const { weightsManifest } = JSON.parse(new TextDecoder().decode(topology)) as {
    readonly weightsManifest: readonly { readonly weights: readonly { readonly shape: number[] }[] }[];
  };
  const found = weightsManifest.flatMap((group) => group.weights.map(({ shape }) => shape));
  const wanted = weightShapes(recipe);
  if (JSON.stringify(found) !== JSON.stringify(wanted))
    throw new LabError(
      'param',
      `start.model: expected the layers of architecture, with weights ${JSON.stringify(wanted)}, got ${model} with ${JSON.stringify(found)}`,
    );
  return new Float32Array(new Uint8Array(weights).buffer);
}
