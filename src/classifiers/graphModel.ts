import { type ReadBytes, sha256Hex } from '../core/bytes.ts';
import { badFile } from '../core/errors.ts';
import { isPlain, type Preprocessing } from '../core/preprocessing.ts';
import type { Images, Logits } from '../tensor/norms.ts';
import * as tf from '../tensor/tf.ts';
import { type GraphModel, loadGraphModel } from '../tensor/tfConverter.ts';
import type { Classifier } from './classifier.ts';
import { readModelFile } from './modelFile.ts';
import { probe } from './probe.ts';

/**
 * Opens a GraphModel of TensorFlow.js. Its weights are constants, so that it can be attacked but not trained.
 *
 * @throws {LabError} `asset`, naming the file, what was expected, what was found and what to do.
 */
export async function openGraphModel(
  id: string,
  path: string,
  read: ReadBytes,
  preprocessing: Preprocessing,
): Promise<Classifier> {
  const { artifacts, bytes } = await readModelFile(path, read, 'graph-model');
  const model = await build(path, artifacts);
  try {
    const shape = imageShape(path, model);
    const { output, softmaxRemoved } = outputOf(model, artifacts.modelTopology);
    const logits = (x: Images) => tf.tidy(() => model.execute(prepare(x, preprocessing), output) as Logits);
    const classes = await countClasses(path, logits, shape);
    await probe(path, logits, shape);
    return { id, sha256: sha256Hex(bytes), classes, shape, softmaxRemoved, logits, dispose: () => model.dispose() };
  } catch (error) {
    model.dispose();
    throw error;
  }
}

async function build(where: string, artifacts: tf.io.ModelArtifacts): Promise<GraphModel> {
  try {
    return await loadGraphModel(tf.io.fromMemory({ format: 'graph-model', ...artifacts }));
  } catch (cause) {
    throw notUsable(where, cause);
  }
}

const notUsable = (where: string, cause: unknown) =>
  badFile(where, 'graph-model-build', { reason: cause instanceof Error ? cause.message : String(cause) }, { cause });

function imageShape(where: string, { inputs }: GraphModel): [number, number, number] {
  const [h = 0, w = 0, c = 0, ...rest] = (inputs[0]?.shape ?? []).slice(1);
  if (inputs.length === 1 && [h, w, c].every((n) => n > 0) && rest.length === 0) return [h, w, c];
  const got = inputs.map(({ name, shape }) => `${name} [${(shape ?? []).join(', ')}]`).join(', ');
  throw badFile(where, 'model-input', { got: got || 'none' });
}

interface TopologyNode {
  readonly name: string;
  readonly op: string;
  readonly input?: readonly string[];
}

/** The name of what enters the last softmax, or of the output; identities between are passed. */
function outputOf(
  { outputs }: GraphModel,
  topology: unknown,
): { readonly output: string; readonly softmaxRemoved: boolean } {
  const { node: nodes = [] } = topology as { readonly node?: readonly TopologyNode[] };
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const plainName = (name: string) => name.replace(/:0$/, '');
  const output = plainName(outputs[0]!.name);
  let last = byName.get(output);
  for (let steps = 0; last?.op === 'Identity' && steps < nodes.length; steps++)
    last = byName.get(plainName(last.input?.[0] ?? ''));
  const before = last?.op === 'Softmax' ? last.input?.[0] : undefined;
  return before === undefined ? { output, softmaxRemoved: false } : { output: plainName(before), softmaxRemoved: true };
}

function prepare(x: Images, preprocessing: Preprocessing): Images {
  if (isPlain(preprocessing)) return x;
  const ordered = preprocessing.order === 'BGR' ? tf.concat(tf.split(x, x.shape[3], 3).reverse(), 3) : x;
  const spread = (list: readonly number[]) => (list.length === 1 ? tf.scalar(list[0]!) : tf.tensor1d([...list]));
  return tf.add(tf.mul(ordered, spread(preprocessing.scale)), spread(preprocessing.offset)) as Images;
}

async function countClasses(
  where: string,
  logits: Classifier['logits'],
  [h, w, c]: Classifier['shape'],
): Promise<number> {
  let answer: tf.Tensor;
  try {
    answer = tf.tidy(() => logits(tf.fill([2, h, w, c], 0.5)));
  } catch (cause) {
    throw notUsable(where, cause);
  }
  const [n, classes = 0, ...rest] = answer.shape;
  answer.dispose();
  if (n === 2 && classes >= 2 && rest.length === 0) return classes;
  throw badFile(where, 'model-output', { got: `[${answer.shape.join(', ')}]` });
}
