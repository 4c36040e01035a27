import { fromBinary } from '@bufbuild/protobuf';
import { badFile, LabError } from '../../core/errors.ts';
import type { Problem } from '../../core/problems.ts';
import { graphBuilder } from '../graph/builder.ts';
import type { Graph } from '../graph/graph.ts';
import { inputId } from '../graph/graph.ts';
import { simplify } from '../graph/simplify.ts';
import { fold } from './foldOps.ts';
import { imageInput } from './imageInput.ts';
import { asPlain } from './layout.ts';
import { linearOps } from './linearOps.ts';
import { missingOp } from './missingOp.ts';
import { type OpWriter, openNode, type Source, type Value } from './node.ts';
import { type GraphProto, type ModelProto, ModelProtoSchema } from './onnx_pb.ts';
import { pointwiseOps } from './pointwiseOps.ts';
import { readTensor } from './readTensor.ts';
import { shapeOps } from './shapeOps.ts';
import { windowOps } from './windowOps.ts';

const writers: Readonly<Record<string, OpWriter>> = { ...windowOps, ...linearOps, ...pointwiseOps, ...shapeOps };
const foldedOnly = ['Constant', 'ConstantOfShape', 'Shape', 'Gather', 'Slice', 'Floor'];
const oldestOpset = 9;
const newestOpset = 21;

/**
 * The graph of an ONNX model (opset 9 to 21) that takes one image, channels first or last. Weights are brought into
 * channels-last order here, once; arithmetic on shapes is done; Dropout and Identity vanish.
 *
 * @throws {LabError} `asset`: `where` names the file; operations we do not have are listed all at once.
 */
export function importOnnx(where: string, bytes: Uint8Array): Graph {
  const model = parse(where, bytes);
  if (!model.graph) throw badFile(where, 'onnx', { reason: 'no graph' });
  const { graph } = model;
  const opset = opsetOf(where, model);
  const problems = unsupportedOps(where, graph);
  if (problems.length > 0) throw new LabError('asset', problems);
  const { name, shape, channelsLast } = imageInput(where, graph);
  const source: Source = { where, opset, builder: graphBuilder(where, shape) };
  const values = new Map<string, Value>(
    graph.initializer.map((tensor) => [tensor.name, readTensor(where, tensor)] as const),
  );
  values.set(name, { kind: 'computed', id: inputId, channelsLast });
  for (const proto of graph.node) {
    const node = openNode(source, proto, values);
    values.set(proto.output[0] ?? '', fold(node) ?? writers[proto.opType]!(node)); // unsupported ones were refused
  }
  return simplify(source.builder.finish(outputId(source, graph, values)));
}

function parse(where: string, bytes: Uint8Array): ModelProto {
  try {
    return fromBinary(ModelProtoSchema, bytes);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw badFile(where, 'onnx', { reason }, { cause });
  }
}

function opsetOf(where: string, { opsetImport }: ModelProto): number {
  const version = Number(opsetImport.find(({ domain }) => domain === '' || domain === 'ai.onnx')?.version ?? 0);
  if (version >= oldestOpset && version <= newestOpset) return version;
  throw badFile(where, 'opset', { oldest: oldestOpset, newest: newestOpset, got: version });
}

/** One problem for each kind of operation that is missing, with the nodes that use it. */
function unsupportedOps(where: string, { node }: GraphProto): Problem[] {
  const isKnown = (op: string) => Object.hasOwn(writers, op) || foldedOnly.includes(op);
  const missing = new Map<string, string[]>();
  for (const { opType, domain, name, output } of node) {
    const own = domain === '' || domain === 'ai.onnx';
    if (own && isKnown(opType)) continue;
    const op = own ? opType : `${domain}.${opType}`;
    missing.set(op, [...(missing.get(op) ?? []), name || output[0] || '(no name)']);
  }
  return [...missing].map(([op, names]) => missingOp(where, op, names));
}

/** The first output is taken for the logits. */
function outputId(source: Source, { output }: GraphProto, values: ReadonlyMap<string, Value>): string {
  const name = output[0]?.name ?? '';
  const value = values.get(name);
  if (value?.kind !== 'computed') throw badFile(source.where, 'graph-output', { got: name || 'none' });
  return asPlain({ builder: source.builder, name: 'output' }, value).id;
}
