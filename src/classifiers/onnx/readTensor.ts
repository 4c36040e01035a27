import { badFile } from '../../core/errors.ts';
import { readHalf } from '../halfFloat.ts';
import type { TensorProto } from './onnx_pb.ts';
import { externalLocation, tensorTypes } from './tensorTypes.ts';

/** Numbers known when the model is loaded: a weight, or a shape. Integers up to 2^53 are exact. */
export interface Known {
  readonly kind: 'known';
  readonly shape: readonly number[];
  readonly values: Float32Array | Float64Array;
}

/** @throws {LabError} `asset`, naming the tensor. */
export function readTensor(where: string, tensor: TensorProto): Known {
  const name = tensor.name || '(no name)';
  const fail = (expected: string, found: string): never => {
    throw badFile(where, 'tensor', { tensor: name, expected, got: found });
  };
  if (tensor.dataLocation === externalLocation) {
    throw badFile(where, 'tensor-elsewhere', { tensor: name });
  }
  const shape = tensor.dims.map(Number);
  const count = shape.reduce((a, b) => a * b, 1);
  if (!shape.every((n) => Number.isSafeInteger(n) && n >= 0) || !Number.isSafeInteger(count)) {
    fail('dimensions of 0 or more', `[${shape.join(', ')}]`);
  }
  const values = valuesOf(tensor, fail);
  if (values.length !== count) {
    fail(`${count} numbers for [${shape.join(', ')}]`, `${values.length}; the file is damaged, save it again`);
  }
  return { kind: 'known', shape, values };
}

function valuesOf(tensor: TensorProto, fail: (expected: string, found: string) => never): Known['values'] {
  const { dataType: type, rawData: raw } = tensor;
  const size = tensorTypes[type]?.bytes ?? 0;
  if (size === 0) fail('numbers', `type ${tensorTypes[type]?.name ?? type}`);
  if (raw.length % size !== 0) fail(`a multiple of ${size} bytes`, `${raw.length} bytes`);
  if (raw.length > 0) return rawValues(type, new DataView(raw.buffer, raw.byteOffset, raw.byteLength), size);
  if (type === 1) return Float32Array.from(tensor.floatData);
  if (type === 7) return Float64Array.from(tensor.int64Data, Number);
  if (type === 11) return Float64Array.from(tensor.doubleData);
  if (type === 12 || type === 13) return Float64Array.from(tensor.uint64Data, Number);
  if (type === 10) return Float32Array.from(tensor.int32Data, readHalf);
  return Float64Array.from(tensor.int32Data);
}

function rawValues(type: number, view: DataView, size: number): Known['values'] {
  const read = readers[type]!;
  const values = type === 1 || type === 10 || type === 16 ? Float32Array : Float64Array;
  const result = new values(view.byteLength / size);
  for (let i = 0; i < result.length; i++) result[i] = read(view, i * size);
  return result;
}

/** Everything in `raw_data` is little-endian, whatever machine wrote it. */
const readers: Readonly<Record<number, (view: DataView, at: number) => number>> = {
  1: (view, at) => view.getFloat32(at, true),
  2: (view, at) => view.getUint8(at),
  3: (view, at) => view.getInt8(at),
  4: (view, at) => view.getUint16(at, true),
  5: (view, at) => view.getInt16(at, true),
  6: (view, at) => view.getInt32(at, true),
  7: (view, at) => Number(view.getBigInt64(at, true)),
  9: (view, at) => view.getUint8(at),
  10: (view, at) => readHalf(view.getUint16(at, true)),
  11: (view, at) => view.getFloat64(at, true),
  12: (view, at) => view.getUint32(at, true),
  13: (view, at) => Number(view.getBigUint64(at, true)),
  16: (view, at) => bfloat(view.getUint16(at, true)),
};

const bfloat = (bits: number): number => {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, bits * 2 ** 16);
  return view.getFloat32(0);
};
