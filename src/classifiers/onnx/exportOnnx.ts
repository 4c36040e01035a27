import { create, toBinary } from '@bufbuild/protobuf';
import { type Graph, inputId } from '../graph/graph.ts';
import { shapesOf } from '../graph/shapes.ts';
import { writeNode } from './exportNodes.ts';
import { ModelProtoSchema, type ValueInfoProto, ValueInfoProtoSchema } from './onnx_pb.ts';
import { neededOpset, type OnnxWriter, onnxWriter } from './onnxWriter.ts';
import { floatType } from './tensorTypes.ts';

/** Channels first, as every reader of ONNX expects; any number of images. */
export const onnxNames = { input: 'images', output: 'logits' } as const;
const irVersion = 8n;

/**
 * A graph as an ONNX model: images `[N, C, H, W]` in [0, 1] in, logits out. Preprocessing stays inside. The opset is the
 * oldest that has every operation, 13 for most.
 *
 * @throws {LabError} `asset` for the rare node that has no counterpart, named.
 */
export function exportOnnx(graph: Graph, name: string): Uint8Array {
  const shapes = shapesOf(graph, name);
  const writer = onnxWriter({ where: name, graph, shapes, opset: neededOpset(graph) });
  for (const node of graph.nodes) writeNode(writer, node);
  writer.node('Identity', [graph.output], onnxNames.output);
  return toBinary(ModelProtoSchema, modelOf(writer, graph, name));
}

function modelOf({ opset, nodes, initializers }: OnnxWriter, graph: Graph, name: string) {
  const [h, w, c] = graph.inputShape;
  const [classes] = shapesOf(graph, name).get(graph.output)!;
  return create(ModelProtoSchema, {
    irVersion,
    producerName: 'epsilon-lab',
    opsetImport: [{ domain: '', version: BigInt(opset) }],
    graph: {
      name,
      node: nodes.map((node) => ({ ...node, input: node.input.map(nameOf) })),
      initializer: initializers,
      input: [valueInfo(onnxNames.input, [c, h, w])],
      output: [valueInfo(onnxNames.output, [classes!])],
    },
  });
}

const nameOf = (id: string): string => (id === inputId ? onnxNames.input : id);

function valueInfo(name: string, shape: readonly number[]): ValueInfoProto {
  const batch = { value: { case: 'dimParam', value: 'N' } } as const;
  const sizes = shape.map((n) => ({ value: { case: 'dimValue', value: BigInt(n) } }) as const);
  const tensor = { elemType: floatType, shape: { dim: [batch, ...sizes] } };
  return create(ValueInfoProtoSchema, { name, type: { value: { case: 'tensorType', value: tensor } } });
}
