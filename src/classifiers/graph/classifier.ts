import { badFile } from '../../core/errors.ts';
import type { Classifier } from '../classifier.ts';
import { probe } from '../probe.ts';
import type { Graph } from './graph.ts';
import { openNetwork } from './network.ts';
import { shapesOf } from './shapes.ts';
import { withoutSoftmax } from './withoutSoftmax.ts';

/** Where a graph comes from. */
export interface Origin {
  readonly id: string;
  /** The file, for messages. */
  readonly where: string;
  readonly sha256: string;
}

/**
 * A graph as a classifier, tried once; a softmax at its end is taken off.
 *
 * @throws {LabError} `asset` when it does not fit together, does not end in scores, or holds NaN.
 */
export async function graphClassifier({ id, where, sha256 }: Origin, given: Graph): Promise<Classifier> {
  const { graph, softmaxRemoved } = withoutSoftmax(given);
  const output = shapesOf(graph, where).get(graph.output)!;
  const [classes = 0] = output;
  if (output.length !== 1 || classes < 2)
    throw badFile(where, 'model-output', { got: `[${['n', ...output].join(', ')}]` });
  expectFinite(where, graph);
  const network = openNetwork(graph, where);
  try {
    await probe(where, network.logits, graph.inputShape);
  } catch (error) {
    network.dispose();
    throw error;
  }
  return {
    id,
    sha256,
    classes,
    shape: graph.inputShape,
    softmaxRemoved,
    logits: network.logits,
    network: network.snapshot,
    dispose: network.dispose,
  };
}

function expectFinite(where: string, { weights }: Graph): void {
  const bad = Object.keys(weights).filter((name) => !weights[name]!.values.every(Number.isFinite));
  if (bad.length > 0) throw badFile(where, 'weight-nan', { names: bad.join(', ') });
}
