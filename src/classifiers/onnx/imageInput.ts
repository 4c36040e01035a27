import { badFile } from '../../core/errors.ts';
import type { Graph } from '../graph/graph.ts';
import type { GraphProto, ValueInfoProto } from './onnx_pb.ts';

const mostChannels = 4;

/** The input that is the image, and how it lies. @throws {LabError} `asset`, naming what was found instead. */
export function imageInput(
  where: string,
  graph: GraphProto,
): { readonly name: string; readonly shape: Graph['inputShape']; readonly channelsLast: boolean } {
  const initial = new Set(graph.initializer.map(({ name }) => name)); // listed as inputs, too, by old exporters
  const inputs = graph.input.filter(({ name }) => !initial.has(name));
  const [first] = inputs;
  const dims = first ? dimensions(first) : [];
  const [, a = 0, b = 0, c = 0] = dims;
  if (!first || inputs.length !== 1 || dims.length !== 4 || ![a, b, c].every((n) => n > 0 && n <= 1 << 14)) {
    const found = inputs
      .map(
        (one) =>
          `${one.name} [${dimensions(one)
            .map((n) => n || 'any')
            .join(', ')}]`,
      )
      .join(', ');
    throw badFile(where, 'onnx-input', { got: found || 'none' });
  }
  return lastIsChannels(graph, first.name, [a, b, c])
    ? { name: first.name, shape: [a, b, c], channelsLast: false }
    : { name: first.name, shape: [b, c, a], channelsLast: true };
}

/** Sizes of an input; 0 where it is open. */
function dimensions({ type }: ValueInfoProto): number[] {
  const tensor = type?.value.case === 'tensorType' ? type.value.value : undefined;
  return (tensor?.shape?.dim ?? []).map(({ value }) => (value.case === 'dimValue' ? Number(value.value) : 0));
}

/** Convolution reads channels first. Models from TensorFlow begin with a Transpose, or are told by their sizes. */
function lastIsChannels({ node }: GraphProto, name: string, [a, , c]: Graph['inputShape']): boolean {
  const reader = node.find(({ input }) => input.includes(name));
  if (reader?.opType === 'Conv') return false;
  const order = reader?.opType === 'Transpose' ? reader.attribute.find((one) => one.name === 'perm')?.ints : undefined;
  if (order?.join() === '0,3,1,2') return true;
  return a > mostChannels && c <= mostChannels;
}
