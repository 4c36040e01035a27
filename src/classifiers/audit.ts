import * as tf from '../tensor/tf.ts';
import type { Classifier } from './classifier.ts';
import { type Graph, trainedWeights } from './graph/graph.ts';
import { openNetwork } from './graph/network.ts';

/** What can be done with a model. */
export type Access =
  /** Its weights are ours: attacks follow its gradient, and it can be trained against them. */
  | { readonly kind: 'trainable' }
  /** Attacks follow its gradient; its weights are constants. */
  | { readonly kind: 'white-box'; readonly reason: string }
  /** It only answers: the gradient does not exist, for the reason the backend gives. */
  | { readonly kind: 'black-box'; readonly reason: string };

/** Tries the gradient at a grey image and asks for the graph; see `trainingProblem` for the weights. @throws nothing that an unusual model causes. */
export async function accessOf(classifier: Classifier): Promise<Access> {
  const missing = gradientProblem(classifier);
  if (missing !== undefined) return { kind: 'black-box', reason: missing };
  if (!classifier.network) return { kind: 'white-box', reason: 'a GraphModel keeps its weights as constants' };
  try {
    await classifier.network();
    return { kind: 'trainable' };
  } catch (error) {
    return { kind: 'white-box', reason: messageOf(error) };
  }
}

/**
 * Why the weights of a graph cannot be moved down a gradient, tried at a grey image; undefined where they can. Costs as
 * much as a step of training, so that it is asked where somebody looks at a model or trains it, not at every opening.
 */
export function trainingProblem(graph: Graph): string | undefined {
  const names = [...trainedWeights(graph)];
  if (names.length === 0) return 'its file marks every weight as frozen';
  const network = openNetwork(graph, 'graph');
  try {
    tf.tidy(() => {
      const x = tf.fill([1, ...graph.inputShape], 0.5) as tf.Tensor4D;
      const weights = names.map((name) => network.variables.get(name)!);
      tf.variableGrads(() => tf.sum(network.logits(x)), weights);
    });
    return undefined;
  } catch (error) {
    return messageOf(error);
  } finally {
    network.dispose();
  }
}

/** Why the gradient with respect to the image cannot be computed; undefined where it can. */
export function gradientProblem({ logits, shape }: Pick<Classifier, 'logits' | 'shape'>): string | undefined {
  try {
    tf.tidy(() => {
      const x = tf.fill([1, ...shape], 0.5) as tf.Tensor4D;
      tf.grad((v: tf.Tensor) => tf.sum(logits(v as tf.Tensor4D)))(x);
    });
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
