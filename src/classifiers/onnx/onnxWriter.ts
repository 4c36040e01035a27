import { create } from '@bufbuild/protobuf';
import { badFile } from '../../core/errors.ts';
import type { Graph, GraphNode } from '../graph/graph.ts';
import { permute } from '../graph/permute.ts';
import {
  AttributeProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  type TensorProto,
  TensorProtoSchema,
} from './onnx_pb.ts';
import { floatType, int64Type } from './tensorTypes.ts';

type Shape = readonly number[];
type AttributeValue = number | string | readonly number[] | { readonly float: number };

/** Writes ONNX nodes. A value of three axes lies channels first in ONNX; all others are as in our graph. */
export interface OnnxWriter {
  readonly opset: number;
  readonly nodes: NodeProto[];
  readonly initializers: TensorProto[];
  shape(id: string): Shape;
  weight(name: string): { readonly shape: Shape; readonly values: Float32Array };
  /** Integers become `i` or `ints`, `{ float }` becomes `f`, text `s`. Gives back `output`. */
  node(
    op: string,
    inputs: readonly string[],
    output: string,
    attributes?: Readonly<Record<string, AttributeValue>>,
  ): string;
  floats(name: string, shape: Shape, values: Float32Array): string;
  integers(name: string, values: readonly number[]): string;
  fail(node: GraphNode, expected: string, found: string): never;
}

interface Source {
  readonly where: string;
  readonly graph: Graph;
  readonly shapes: ReadonlyMap<string, Shape>;
  readonly opset: number;
}

export function onnxWriter({ where, graph, shapes, opset }: Source): OnnxWriter {
  const nodes: NodeProto[] = [];
  const initializers: TensorProto[] = [];
  const add = (name: string, shape: Shape, dataType: number, rawData: Uint8Array) => {
    initializers.push(create(TensorProtoSchema, { name, dims: shape.map(BigInt), dataType, rawData }));
    return name;
  };
  return {
    opset,
    nodes,
    initializers,
    shape: (id) => shapes.get(id)!, // shapesOf knows every value
    weight: (name) => graph.weights[name]!,
    node(opType, input, output, attributes = {}) {
      const attribute = Object.entries(attributes).map(([name, value]) => attributeOf(name, value));
      nodes.push(create(NodeProtoSchema, { name: output, opType, input: [...input], output: [output], attribute }));
      return output;
    },
    floats: (name, shape, values) => add(name, shape, floatType, littleEndian(values)),
    integers: (name, values) => add(name, [values.length], int64Type, longs(values)),
    fail(node, expected, got) {
      throw badFile(where, 'node', { node: node.id, op: node.op, expected, got });
    },
  };
}

function attributeOf(name: string, value: AttributeValue) {
  if (typeof value === 'number') return create(AttributeProtoSchema, { name, type: 2, i: BigInt(value) });
  if (typeof value === 'string')
    return create(AttributeProtoSchema, { name, type: 3, s: new TextEncoder().encode(value) });
  if ('float' in value) return create(AttributeProtoSchema, { name, type: 1, f: value.float });
  return create(AttributeProtoSchema, { name, type: 7, ints: value.map(BigInt) });
}

function littleEndian(values: Float32Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  for (const [i, value] of values.entries()) view.setFloat32(4 * i, value, true);
  return new Uint8Array(view.buffer);
}

function longs(values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(8 * values.length));
  for (const [i, value] of values.entries()) view.setBigInt64(8 * i, BigInt(value), true);
  return new Uint8Array(view.buffer);
}

/** The oldest opset from 13 on that has the operations of a graph. */
export function neededOpset({ nodes }: Graph): number {
  const since: Readonly<Record<string, number>> = { hardSwish: 14, mish: 18, gelu: 20 };
  return Math.max(13, ...nodes.map((node) => (node.op === 'activate' ? (since[node.function.kind] ?? 0) : 0)));
}

/** Our axis of an image in ONNX, the batch counted. */
export const onnxAxis = (axis: number, rank: number): number => (rank === 3 ? [2, 3, 1][axis]! : axis + 1);

/** A weight that meets a value in an element-wise operation, as ONNX has it. */
export function besideValue({ weight }: Pick<OnnxWriter, 'weight'>, name: string, rank: number) {
  const { shape, values } = weight(name);
  if (rank !== 3 || shape.length === 0) return { shape, values };
  const full = [...Array<number>(3 - shape.length).fill(1), ...shape];
  return { shape: [full[2]!, full[0]!, full[1]!], values: permute(values, full, [2, 0, 1]) };
}
