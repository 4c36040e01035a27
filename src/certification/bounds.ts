import { type GraphNode, inputId } from '../classifiers/graph/graph.ts';
import { neededFor } from '../classifiers/graph/neededFor.ts';
import type { Network } from '../classifiers/graph/network.ts';
import type { Images } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';
import { type Ground, leastOf } from './backward.ts';
import { type Box, imageBox, meet } from './box.ts';
import { intervalThrough, type WeightOf } from './interval.ts';
import { kindOf } from './nodeKind.ts';

export type BoundMethod = 'interval' | 'linear';

/** What a network may answer within a budget around one image. Owned by the caller. */
export interface Bounds {
  /** By id, the image and the logits among them. */
  readonly boxes: ReadonlyMap<string, Box>;
  /** Lower bounds on z_y − z_i for every class i, 0 for y itself: where all others are positive, y is proved. */
  leastLeads(y: number): Promise<Float32Array>;
  dispose(): void;
}

export interface Question {
  readonly method: BoundMethod;
  /** In linf, pixel units. */
  readonly epsilon: number;
}

/**
 * Bounds all values of a network over the images within `epsilon` of `x`, `[1, h, w, c]`, and in the pixel box.
 *
 * `interval` carries boxes forward (Gowal et al. 2018, arXiv:1810.12715); `linear` tightens the box in front of every relu
 * by lines back to the image (CROWN; Zhang et al. 2018, arXiv:1811.00866). Differs from the paper: a linear bound is met
 * with the interval bound, so it is nowhere looser, and only relus that may go either way are tightened. The last affine
 * nodes are taken together with the difference of two scores in both, so that both are exact where the network is affine.
 */
export async function boundsOf(
  network: Network,
  x: Images,
  { method, epsilon }: Question,
  pause: () => Promise<void>,
): Promise<Bounds> {
  const { graph, variables } = network;
  const nodes = neededFor(graph, graph.output);
  const weight: WeightOf = (name) => variables.get(name)!; // shapesOf checked that they are there
  const boxes = new Map<string, Box>([[inputId, tf.tidy(() => imageBox(x, epsilon))]]);
  const dispose = () => tf.dispose([...boxes.values()].flatMap(({ low, high }) => [low, high]));
  const ground = (relu: Ground['relu']): Ground => ({ nodes, boxes, weight, relu });
  try {
    for (const node of nodes) {
      if (method === 'linear' && kindOf(node) === 'relu' && !isFirst(node, nodes))
        await tighten(boxes, node.inputs[0]!, ground('lines'), pause);
      const inputs = node.inputs.map((id) => boxes.get(id)!);
      boxes.set(
        node.id,
        tf.tidy(() => intervalThrough(node, inputs, weight)),
      );
      await pause();
    }
  } catch (error) {
    dispose();
    throw error;
  }
  return {
    boxes,
    leastLeads: (y) =>
      leastLeads(graph.output, y, method === 'linear' ? ['lines', 'intervals'] : ['intervals'], ground),
    dispose,
  };
}

/** Whether one node stands between a relu and the image: its interval is exact then. */
function isFirst(relu: GraphNode, nodes: readonly GraphNode[]): boolean {
  const before = nodes.find(({ id }) => id === relu.inputs[0]);
  return before === undefined || before.inputs.every((id) => id === inputId);
}

const rowsAtOnce = 256; // bounds the memory that the coefficients of a large layer take

/** Lowers the upper ends and raises the lower ends of the numbers that may have either sign. */
async function tighten(boxes: Map<string, Box>, id: string, ground: Ground, pause: () => Promise<void>): Promise<void> {
  const known = boxes.get(id)!;
  const [low, high] = await Promise.all([known.low.data<'float32'>(), known.high.data<'float32'>()]);
  const unsure = [...low.keys()].filter((i) => low[i]! < 0 && high[i]! > 0);
  const found = { low: Float32Array.from(low), high: Float32Array.from(high) };
  for (let from = 0; from < unsure.length; from += rowsAtOnce) {
    const chosen = unsure.slice(from, from + rowsAtOnce);
    const [least, most] = [await leastOfEach(chosen, 1, id, ground), await leastOfEach(chosen, -1, id, ground)];
    chosen.forEach((i, row) => {
      found.low[i] = least[row]!;
      found.high[i] = -most[row]!;
    });
    await pause();
  }
  const { shape } = known.low;
  boxes.set(
    id,
    tf.tidy(() => meet(known, { low: tf.tensor(found.low, shape), high: tf.tensor(found.high, shape) })),
  );
  tf.dispose([known.low, known.high]);
}

/** Least values of ± single numbers of a value. */
function leastOfEach(chosen: readonly number[], sign: 1 | -1, id: string, ground: Ground): Promise<Float32Array> {
  const shape = ground.boxes.get(id)!.low.shape.slice(1);
  const size = tf.util.sizeFromShape(shape);
  const rows = new Float32Array(chosen.length * size);
  chosen.forEach((i, row) => {
    rows[row * size + i] = sign;
  });
  return read(() => leastOf(tf.tensor(rows, [chosen.length, ...shape]), id, ground));
}

function leastLeads(
  output: string,
  y: number,
  ways: readonly Ground['relu'][],
  ground: (relu: Ground['relu']) => Ground,
): Promise<Float32Array> {
  const k = ground('intervals').boxes.get(output)!.low.shape[1]!;
  const rows = new Float32Array(k * k);
  for (let i = 0; i < k; i++) {
    rows[i * k + y]! += 1;
    rows[i * k + i]! -= 1;
  }
  return read(() =>
    ways.map((relu) => leastOf(tf.tensor(rows, [k, k]), output, ground(relu))).reduce((a, b) => tf.maximum(a, b)),
  );
}

async function read(value: () => tf.Tensor1D): Promise<Float32Array> {
  const found = tf.tidy(value);
  try {
    return Float32Array.from(await found.data<'float32'>());
  } finally {
    found.dispose();
  }
}

/** What float32 may have rounded away in the sums of a bound; a lead has to be larger to count. */
export const roundingMargin = 1e-4;

/** Whether bounds prove the class `y`. */
export const proves = (leads: Float32Array, y: number): boolean =>
  leads.every((lead, i) => i === y || lead > roundingMargin);
