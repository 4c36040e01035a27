import { badFile } from '../../core/errors.ts';
import type { GraphBuilder } from '../graph/builder.ts';
import type { NodeProto } from './onnx_pb.ts';
import { type Known, readTensor } from './readTensor.ts';

/**
 * A value of an ONNX graph that depends on the image. Its ONNX shape is the batch and then, where `channelsLast`, the
 * channels before height and width; the value in our graph then has them last. Otherwise the order is the same.
 */
export interface Computed {
  readonly kind: 'computed';
  /** Of the value in our graph. */
  readonly id: string;
  readonly channelsLast: boolean;
}
export type Value = Known | Computed;

export interface Source {
  /** The model, for messages. */
  readonly where: string;
  readonly opset: number;
  readonly builder: GraphBuilder;
}

/** A node that is to be written into our graph. */
export interface OnnxNode extends Source {
  readonly name: string;
  readonly op: string;
  /** Undefined where an optional input is left out. */
  readonly inputs: readonly (Value | undefined)[];
  readonly attributes: Attributes;
  /** @throws {LabError} `asset`, naming the node. */
  fail(expected: string, found: string): never;
}

export interface Attributes {
  int(name: string, otherwise: number): number;
  float(name: string, otherwise: number): number;
  text(name: string, otherwise: string): string;
  ints(name: string): readonly number[] | undefined;
  floats(name: string): readonly number[] | undefined;
  tensor(name: string): Known | undefined;
  has(name: string): boolean;
}

/** Gives the value a node computes. */
export type OpWriter = (node: OnnxNode) => Value;

export function openNode(source: Source, proto: NodeProto, values: ReadonlyMap<string, Value>): OnnxNode {
  const { opType: op, name: given, input, output } = proto;
  const name = given || output[0] || op;
  const fail = (expected: string, found: string): never => {
    throw badFile(source.where, 'node', { node: name, op, expected, got: found });
  };
  const inputs = input.map((id) =>
    id === '' ? undefined : (values.get(id) ?? fail('an input computed before it', id)),
  );
  return { ...source, name, op, inputs, fail, attributes: attributesOf(source.where, proto) };
}

function attributesOf(where: string, { attribute }: NodeProto): Attributes {
  const byName = new Map(attribute.map((one) => [one.name, one]));
  const numbers = (list: readonly (number | bigint)[] | undefined) => list?.map(Number);
  return {
    has: (name) => byName.has(name),
    int: (name, otherwise) => Number(byName.get(name)?.i ?? otherwise),
    float: (name, otherwise) => byName.get(name)?.f ?? otherwise,
    text: (name, otherwise) => {
      const bytes = byName.get(name)?.s;
      return bytes === undefined ? otherwise : new TextDecoder().decode(bytes);
    },
    ints: (name) => numbers(byName.get(name)?.ints),
    floats: (name) => byName.get(name)?.floats,
    tensor: (name) => {
      const tensor = byName.get(name)?.t;
      return tensor && readTensor(where, tensor);
    },
  };
}

/** The first input, which has to depend on the image. */
export function computedInput(node: OnnxNode, index = 0): Computed {
  const input = node.inputs[index];
  return input?.kind === 'computed'
    ? input
    : node.fail(`input ${index} to depend on the image`, input ? 'a constant' : 'none');
}

/** An input that has to be known when the model is loaded; undefined where it may be left out and is. */
export function knownInput(node: OnnxNode, index: number): Known | undefined {
  const input = node.inputs[index];
  if (input?.kind === 'computed') node.fail(`input ${index} to be a constant`, 'one that depends on the image');
  return input as Known | undefined; // the other kind was refused
}

export const requiredInput = (node: OnnxNode, index: number): Known =>
  knownInput(node, index) ?? node.fail(`input ${index} to be there`, 'none');
