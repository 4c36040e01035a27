import { badFile } from '../core/errors.ts';
import { type NumericArray, type NumericType, valuesIn } from './numericArray.ts';

/**
 * Reads a NumPy array (format: *numpy.lib.format*, versions 1.0 to 3.0). The values stay where they are in `bytes`.
 *
 * @throws {LabError} `asset`, naming the file, what was expected, what was found and what to do.
 */
export function parseNpy(where: string, bytes: Uint8Array): NumericArray {
  const { text, end } = readHeader(where, bytes);
  const { code, littleEndian } = readType(where, text);
  const shape = readShape(where, text);
  const { type, size, get } = layouts[code]!; // readType knows them all
  const expected = valuesIn({ shape }) * size;
  const found = bytes.length - end;
  if (found !== expected) {
    const code = found < expected ? 'cut-off' : 'surplus';
    throw badFile(where, code, { expected, shape: shape.join(' × '), type, got: found });
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset + end, found);
  return { shape, type, at: (i) => get(view, i * size, littleEndian) };
}

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // \x93NUMPY

export const looksLikeNpy = (bytes: Uint8Array): boolean => magic.every((byte, i) => bytes[i] === byte);

interface Layout {
  readonly type: NumericType;
  readonly size: number;
  readonly get: (view: DataView, offset: number, littleEndian: boolean) => number;
}

/** By NumPy's name without the byte order. */
const layouts: Readonly<Record<string, Layout>> = {
  b1: { type: 'bool', size: 1, get: (view, at) => view.getUint8(at) },
  u1: { type: 'uint8', size: 1, get: (view, at) => view.getUint8(at) },
  i1: { type: 'int8', size: 1, get: (view, at) => view.getInt8(at) },
  u2: { type: 'uint16', size: 2, get: (view, at, little) => view.getUint16(at, little) },
  i2: { type: 'int16', size: 2, get: (view, at, little) => view.getInt16(at, little) },
  u4: { type: 'uint32', size: 4, get: (view, at, little) => view.getUint32(at, little) },
  i4: { type: 'int32', size: 4, get: (view, at, little) => view.getInt32(at, little) },
  u8: { type: 'uint64', size: 8, get: (view, at, little) => Number(view.getBigUint64(at, little)) },
  i8: { type: 'int64', size: 8, get: (view, at, little) => Number(view.getBigInt64(at, little)) },
  f2: { type: 'float16', size: 2, get: () => Number.NaN }, // refused by whoever asks for the type
  f4: { type: 'float32', size: 4, get: (view, at, little) => view.getFloat32(at, little) },
  f8: { type: 'float64', size: 8, get: (view, at, little) => view.getFloat64(at, little) },
};

function readHeader(where: string, bytes: Uint8Array): { readonly text: string; readonly end: number } {
  const version = bytes[6];
  if (!looksLikeNpy(bytes) || version === undefined || version < 1 || version > 3 || bytes.length < 12) {
    throw badFile(where, 'npy', {});
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = version === 1 ? 10 : 12;
  const end = start + (version === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (end > bytes.length) throw badFile(where, 'npy-header', { expected: end, got: bytes.length });
  return { text: new TextDecoder().decode(bytes.subarray(start, end)), end };
}

function readType(where: string, header: string): { readonly code: string; readonly littleEndian: boolean } {
  const [, order, code] = /'descr':\s*'([<>|=])([a-z]\d+)'/.exec(header) ?? [];
  if (code === undefined || !(code in layouts)) {
    throw badFile(where, 'npy-type', { got: /'descr':\s*([^,}]*)/.exec(header)?.[1] ?? header.trim() });
  }
  return { code, littleEndian: order !== '>' };
}

function readShape(where: string, header: string): readonly number[] {
  if (/'fortran_order':\s*True/.test(header)) throw badFile(where, 'npy-order', {});
  const [, text] = /'shape':\s*\(([\d,\s]*)\)/.exec(header) ?? [];
  if (text === undefined) throw badFile(where, 'npy-shape', { got: header.trim() });
  return [...text.matchAll(/\d+/g)].map(([digits]) => Number(digits));
}
