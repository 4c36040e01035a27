import { badFile } from '../../core/errors.ts';
import { type GraphBuilder, graphBuilder } from '../graph/builder.ts';
import { type Graph, inputId } from '../graph/graph.ts';
import { layerNodes } from '../graph/layerNodes.ts';
import { kerasActivations } from './activations.ts';
import type { KerasLayer, KerasModel } from './config.ts';
import { kerasLayers, weightParts } from './layers.ts';

type Weights = { readonly shape: readonly number[]; readonly values: Float32Array };
/** Arrays of a layer in the order Keras has them; `path` are the names of the models around it and its own. */
export type WeightsOf = (path: readonly string[], layer: KerasLayer) => readonly Weights[];

const writers = { ...layerNodes, ...kerasLayers };

/**
 * The graph of a Keras model; `major` is the version of Keras that saved it, where the file says it.
 *
 * @throws {LabError} `asset`, naming every layer that has no counterpart.
 */
export function importKeras(where: string, model: KerasModel, weightsOf: WeightsOf, major?: number): Graph {
  const [h, w, c, ...rest] = model.inputShape ?? [];
  const sizes = [h, w, c];
  if (rest.length > 0 || !sizes.every((n) => Number.isInteger(n) && n! > 0 && n! <= 1 << 14)) {
    throw badFile(where, 'model-input', { got: `[${['n', ...(model.inputShape ?? [])].join(', ')}]` });
  }
  const missing = unsupported(model);
  if (missing.length > 0) {
    throw badFile(where, 'layers-missing', { names: missing.join(', '), known: Object.keys(writers).join(', ') });
  }
  const builder = graphBuilder(where, [h!, w!, c!]);
  const activations = kerasActivations(major);
  const writing: Writing = { where, builder, weightsOf, activations, path: [], written: new Map() };
  return builder.finish(writeModel(writing, model, [inputId]));
}

function unsupported({ layers }: KerasModel): string[] {
  return layers.flatMap(({ name, className, model }) => {
    if (model) return unsupported(model);
    return Object.hasOwn(writers, className) ? [] : [`${name} (${className})`];
  });
}

interface Writing {
  readonly where: string;
  readonly builder: GraphBuilder;
  readonly weightsOf: WeightsOf;
  readonly activations: ReturnType<typeof kerasActivations>;
  readonly path: readonly string[];
  /** Names of weights by the path of their layer, which may be called more than once. */
  readonly written: Map<string, ReadonlyMap<string, string>>;
}

/** Adds the nodes of a model and gives the id of its output. */
function writeModel(writing: Writing, model: KerasModel, inputs: readonly string[]): string {
  const byName = new Map(model.layers.map((layer) => [layer.name, layer]));
  const known = new Map([[`${model.input.layer}/0`, inputs[0]!]]);
  const waiting = new Set<string>(); // calls that are being written: one met again is a circle
  const idOf = (name: string, call: number): string => {
    const key = `${name}/${call}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const layer = byName.get(name);
    const origins = layer?.calls[call];
    if (!layer || !origins || origins.length === 0 || waiting.has(key)) {
      throw badFile(writing.where, 'keras-config', { got: `layer ${name} without inputs` });
    }
    waiting.add(key);
    const values = origins.map((origin) => idOf(origin.layer, origin.call));
    const id = writeLayer(writing, layer, values);
    known.set(key, id);
    return id;
  };
  return idOf(model.output.layer, model.output.call);
}

function writeLayer(writing: Writing, layer: KerasLayer, inputs: readonly string[]): string {
  const { where, builder, path, activations } = writing;
  if (layer.model) return writeModel({ ...writing, path: [...path, layer.name] }, layer.model, inputs);
  const fail = (expected: string, got: string): never => {
    throw badFile(where, 'layer', { layer: layer.name, expected, got });
  };
  const weights = weightNames(writing, layer);
  const { name, config } = layer;
  return writers[layer.className]!({ builder, name, config, inputs, weights, activations, fail });
}

function weightNames(writing: Writing, layer: KerasLayer): ReadonlyMap<string, string> {
  const { where, builder, path, written, weightsOf } = writing;
  const key = [...path, layer.name].join('/');
  const before = written.get(key);
  if (before) return before;
  const parts = weightParts(layer);
  const arrays = parts.length > 0 ? weightsOf([...path, layer.name], layer) : [];
  if (arrays.length < parts.length) {
    throw badFile(where, 'weight-missing', { layer: layer.name, expected: parts.join(', '), got: arrays.length });
  }
  const names = new Map(
    parts.map((part, i) => {
      const { shape, values } = arrays[i]!;
      const trainable = !part.startsWith('moving') && layer.className !== 'Normalization';
      return [part, builder.weight(`${layer.name}/${part}`, { shape, values, trainable })];
    }),
  );
  written.set(key, names);
  return names;
}
