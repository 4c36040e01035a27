import type { Images, Logits } from '../../tensor/norms.ts';
import * as tf from '../../tensor/tf.ts';
import { execute } from './execute.ts';
import { type Graph, inputId, type Weight } from './graph.ts';
import { neededFor } from './neededFor.ts';
import { penultimateOf } from './penultimate.ts';
import { shapesOf } from './shapes.ts';

/** A graph with its weights as variables: it answers, it can be differentiated, and an optimiser can train it. */
export interface Network {
  readonly graph: Graph;
  /** By the graph's names; `trainable` as the graph says. Owned by the network; assign to them to train. */
  readonly variables: ReadonlyMap<string, tf.Variable>;
  /** Pixels in [0, 1] in, `[n, k]` out, owned by the caller; call inside `tf.tidy`. */
  logits(x: Images): Logits;
  /** What enters the last layer with weights, `[n, d]`: its axes made one. Owned by the caller; call inside `tf.tidy`. */
  features(x: Images): tf.Tensor2D;
  /** Any value by its id, with the batch axis. Owned by the caller; call inside `tf.tidy`. */
  value(x: Images, id: string): tf.Tensor;
  /** The graph with the weights as they are now. */
  snapshot(): Promise<Graph>;
  dispose(): void;
}

/**
 * Puts a graph on the backend. @throws {LabError} `asset` when its shapes do not fit; `where` names the model.
 *
 * Batch normalisation always uses the stored statistics, also in training.
 */
export function openNetwork(graph: Graph, where: string): Network {
  shapesOf(graph, where);
  const variables = new Map(Object.entries(graph.weights).map(([name, weight]) => [name, variableOf(weight)]));
  const value = (x: Images, id: string) => evaluate(graph, variables, x, id);
  return {
    graph,
    variables,
    value,
    logits: (x) => value(x, graph.output) as Logits, // shapesOf and the importers see to [n, k]
    features: (x) => {
      const features = value(x, penultimateOf(graph));
      return tf.reshape(features, [features.shape[0]!, -1]);
    },
    snapshot: () => snapshot(graph, variables),
    dispose: () => tf.dispose([...variables.values()]),
  };
}

const variableOf = ({ values, shape, trainable }: Weight): tf.Variable =>
  tf.tidy(() => tf.variable(tf.tensor(values, [...shape], 'float32'), trainable));

/** Only what `id` depends on is computed. */
function evaluate(graph: Graph, variables: ReadonlyMap<string, tf.Variable>, x: Images, id: string): tf.Tensor {
  const values = new Map<string, tf.Tensor>([[inputId, x]]);
  for (const node of neededFor(graph, id)) {
    const inputs = node.inputs.map((name) => values.get(name)!); // shapesOf checked that they come before
    values.set(
      node.id,
      execute(node, inputs, (name) => variables.get(name)!),
    );
  }
  const found = values.get(id)!;
  return found === x || found instanceof tf.Variable ? tf.clone(found) : found;
}

async function snapshot(graph: Graph, variables: ReadonlyMap<string, tf.Variable>): Promise<Graph> {
  const weights: Record<string, Weight> = {};
  for (const [name, variable] of variables) {
    weights[name] = { ...graph.weights[name]!, values: Float32Array.from(await variable.data<'float32'>()) };
  }
  return { ...graph, weights };
}
