import type { Images, Logits } from '../tensor/norms.ts';
import type { Graph } from './graph/graph.ts';

/** A loaded model: pixels in [0, 1] in, logits out. Owns its weights until `dispose`. */
export interface Classifier {
  readonly id: string;
  /** SHA-256 of model.json and the weights, joined. */
  readonly sha256: string;
  readonly classes: number;
  /** One per class, where the file names them. */
  readonly classNames?: readonly string[];
  /** Height, width, channels. */
  readonly shape: readonly [number, number, number];
  /** True when the file ended in softmax and the layer was taken off. */
  readonly softmaxRemoved: boolean;
  /** Whether attacks can follow its gradient; absent means exact, `none` that it only answers questions. */
  readonly gradient?: 'exact' | 'none';
  /** `[n, k]`, owned by the caller; call inside `tf.tidy`. */
  logits(x: Images): Logits;
  /**
   * The model as a graph, with its weights as they are: to be certified, exported or trained. Absent where there is none
   * (a GraphModel). @throws {LabError} `asset`, naming the layers that have no counterpart.
   */
  network?(): Promise<Graph>;
  dispose(): void;
}
