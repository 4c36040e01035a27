import { execute } from '../classifiers/graph/execute.ts';
import { type GraphNode, inputId } from '../classifiers/graph/graph.ts';
import * as tf from '../tensor/tf.ts';
import type { Box } from './box.ts';
import type { WeightOf } from './interval.ts';
import { kindOf } from './nodeKind.ts';

/** What the bounds of one image rest on: boxes of values by id, that of the image among them, `[1, …]`. */
export interface Ground {
  /** In the order in which they are computed. */
  readonly nodes: readonly GraphNode[];
  readonly boxes: ReadonlyMap<string, Box>;
  readonly weight: WeightOf;
  /** `lines` puts a line on either side of each relu; `intervals` takes its box as it does for the other functions. */
  readonly relu: 'lines' | 'intervals';
}

/**
 * Least value, over the box of the image, of each row of `rows` · v, for the value v named `id`: `[s]`, owned by the
 * caller. `rows` is `[s, …]` with the shape of v. Call inside `tf.tidy`.
 *
 * Backward through the network (CROWN; Zhang et al. 2018, arXiv:1811.00866, sec. 3.3): affine nodes pass coefficients on
 * exactly, and a relu whose input lies in [l, u] with l < 0 < u is replaced by the line above it, u(x − l)/(u − l), where
 * a coefficient is negative, and where it is positive by one below it, x or 0, whichever leaves the smaller area (their
 * CROWN-Ada). Other functions are replaced by their boxes.
 */
export function leastOf(rows: tf.Tensor, id: string, { nodes, boxes, weight, relu }: Ground): tf.Tensor1D {
  const waiting = new Map([[id, rows]]);
  const constants: tf.Tensor[] = [];
  for (const node of [...nodes].reverse()) {
    const a = waiting.get(node.id);
    if (!a) continue;
    waiting.delete(node.id);
    const kind = kindOf(node);
    if (kind === 'affine') {
      const { slopes, constant } = throughAffine(node, a, boxes, weight);
      constants.push(constant);
      slopes.forEach((slope, i) => {
        add(waiting, node.inputs[i]!, slope);
      });
    } else if (kind === 'relu' && relu === 'lines') {
      const { slope, constant } = throughRelu(a, boxes.get(node.inputs[0]!)!);
      constants.push(constant);
      add(waiting, node.inputs[0]!, slope);
    } else constants.push(least(a, boxes.get(node.id)!));
  }
  const image = waiting.get(inputId);
  if (image) constants.push(least(image, boxes.get(inputId)!));
  return tf.addN(constants) as tf.Tensor1D;
}

function add(waiting: Map<string, tf.Tensor>, id: string, a: tf.Tensor): void {
  const before = waiting.get(id);
  waiting.set(id, before ? tf.add(before, a) : a);
}

/** a · (Wx + b): the coefficients aW come from the gradient of the node itself, b from its value at 0. */
function throughAffine(node: GraphNode, a: tf.Tensor, boxes: Ground['boxes'], weight: WeightOf) {
  const shapes = node.inputs.map((input) => boxes.get(input)!.low.shape.slice(1));
  const zeros = (n: number) => shapes.map((shape) => tf.zeros([n, ...shape]));
  const constant = sumRows(tf.mul(a, execute(node, zeros(1), weight)));
  if (shapes.length === 0) return { slopes: [], constant };
  const slopes = tf.grads((...inputs: tf.Tensor[]) => execute(node, inputs, weight))(zeros(a.shape[0]!), a);
  return { slopes, constant };
}

function throughRelu(a: tf.Tensor, { low, high }: Box) {
  const [up, down] = [tf.relu(high), tf.neg(tf.relu(tf.neg(low)))]; // 0 where the relu is the line y = 0 or y = x
  const above = tf.divNoNan(up, tf.sub(up, down));
  const below = tf.cast(tf.greater(tf.add(high, low), 0), 'float32');
  const positive = tf.relu(a);
  const negative = tf.sub(a, positive);
  const slope = tf.add(tf.mul(positive, below), tf.mul(negative, above));
  return { slope, constant: sumRows(tf.mul(negative, tf.neg(tf.mul(above, down)))) };
}

/** Least value of each row of a · v for v in its box. */
function least(a: tf.Tensor, { low, high }: Box): tf.Tensor {
  const positive = tf.relu(a);
  return sumRows(tf.add(tf.mul(positive, low), tf.mul(tf.sub(a, positive), high)));
}

const sumRows = (v: tf.Tensor) => tf.sum(tf.reshape(v, [v.shape[0]!, -1]), 1);
