import type { Operation } from '../graph/graph.ts';
import { permute } from '../graph/permute.ts';
import type { Computed, OnnxNode, Source } from './node.ts';
import type { Known } from './readTensor.ts';

/** Shape as ONNX has it, without the batch. */
export function onnxShape({ builder }: Source, { id, channelsLast }: Computed): readonly number[] {
  const shape = builder.shape(id);
  return channelsLast ? [shape[2]!, shape[0]!, shape[1]!] : shape;
}

/** The value with channels last. @throws {LabError} `asset` when it is not an image. */
export function asImage(node: OnnxNode, value: Computed): Computed {
  if (value.channelsLast) return value;
  const shape = node.builder.shape(value.id);
  if (shape.length !== 3) node.fail('an image [n, c, h, w]', `[n, ${shape.join(', ')}]`);
  const id = rearrange(node, value, [1, 2, 0], 'channels_last');
  return { kind: 'computed', id, channelsLast: true };
}

/** The value in the order ONNX has it. */
export function asPlain(node: Pick<OnnxNode, 'builder' | 'name'>, value: Computed): Computed {
  if (!value.channelsLast) return value;
  return { kind: 'computed', id: rearrange(node, value, [2, 0, 1], 'channels_first'), channelsLast: false };
}

/** Transposes, or reshapes where that comes to the same because there is one channel or one pixel. */
function rearrange(
  { builder, name }: Pick<OnnxNode, 'builder' | 'name'>,
  { id }: Computed,
  permutation: readonly number[],
  label: string,
): string {
  const shape = builder.shape(id);
  const moved = permutation.map((axis) => shape[axis]!);
  const inOrder = (axes: readonly number[]) => axes.every((axis, i) => i === 0 || axis > axes[i - 1]!);
  const operation: Operation = inOrder(permutation.filter((axis) => shape[axis]! > 1))
    ? { op: 'reshape', shape: moved }
    : { op: 'transpose', permutation };
  return builder.add(`${name}/${label}`, [id], operation);
}

/** Adds a node that reads one value and keeps its layout. */
export function follow(node: OnnxNode, value: Computed, operation: Operation): Computed {
  return { ...value, id: node.builder.add(node.name, [value.id], operation) };
}

/** An axis counted as ONNX does, batch included and negative from the end, as one of our value. */
export function axisOf(node: OnnxNode, value: Computed, axis: number): number {
  const rank = node.builder.shape(value.id).length + 1;
  const found = axis < 0 ? rank + axis : axis;
  if (!(found >= 1 && found < rank)) node.fail(`an axis from 1 to ${rank - 1}`, String(axis));
  return value.channelsLast ? [2, 0, 1][found - 1]! : found - 1;
}

/** A constant that meets a value in an element-wise operation, in the value's layout and without the batch. */
export function alongside(node: OnnxNode, { shape, values }: Known, value: Computed): Omit<Known, 'kind'> {
  const rank = node.builder.shape(value.id).length + 1;
  const trimmed = shape.length > 0 && shape.length === rank ? shape.slice(1) : shape;
  if (trimmed.length >= rank || (shape.length === rank && shape[0] !== 1)) {
    node.fail(`a constant that is the same for each image`, `[${shape.join(', ')}]`);
  }
  if (!value.channelsLast || trimmed.length === 0) return { shape: trimmed, values };
  const full = [...Array<number>(3 - trimmed.length).fill(1), ...trimmed];
  const [channels, height, width] = full as [number, number, number]; // filled up to three
  const perChannel = height === 1 && width === 1;
  return {
    shape: perChannel ? [channels] : [height, width, channels],
    values: permute(values, full, [1, 2, 0]),
  };
}
