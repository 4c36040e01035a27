import { badFile } from '../core/errors.ts';
import { gunzip } from '../core/inflate.ts';

/** An array of bytes as MNIST is published; `values` row by row. */
export interface IdxArray {
  readonly shape: readonly number[];
  readonly values: Uint8Array;
}

/**
 * Reads an idx file of unsigned bytes, gzipped or not (format: LeCun, Cortes and Burges, *The MNIST database*).
 *
 *     00 00 08 d   size 1 … size d (32 bit, big-endian)   values
 *
 * @throws {LabError} `asset`, naming the file, what was expected and what was found.
 */
export function parseIdx(where: string, bytes: Uint8Array): IdxArray {
  const plain = gunzip(where, bytes);
  const shape = readShape(where, plain);
  const header = 4 + 4 * shape.length;
  const expected = shape.reduce((product, size) => product * size, 1);
  const values = plain.subarray(header);
  if (values.length !== expected) {
    const code = values.length < expected ? 'cut-off' : 'surplus';
    throw badFile(where, code, { expected, shape: shape.join(' × '), type: typeNames[8]!, got: values.length });
  }
  return { shape, values };
}

/** True for the first four bytes of an idx file of any type. */
export const looksLikeIdx = (bytes: Uint8Array): boolean =>
  bytes[0] === 0 && bytes[1] === 0 && bytes[2] !== undefined && bytes[2] in typeNames;

/** The bytes that tell what a file is, in hexadecimal. */
export const firstBytes = (bytes: Uint8Array): string =>
  Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join(' ');

/** As NumPy calls them. */
const typeNames: Readonly<Record<number, string>> = {
  8: 'uint8',
  9: 'int8',
  11: 'int16',
  12: 'int32',
  13: 'float32',
  14: 'float64',
};
const mostDimensions = 4;

function readShape(where: string, bytes: Uint8Array): readonly number[] {
  const [, , type, dimensions] = bytes;
  if (!looksLikeIdx(bytes) || dimensions === undefined) {
    throw badFile(where, 'idx', { size: bytes.length, got: firstBytes(bytes) });
  }
  if (type !== 8) throw badFile(where, 'idx-type', { got: typeNames[type!]! });
  if (dimensions < 1 || dimensions > mostDimensions || bytes.length < 4 + 4 * dimensions) {
    throw badFile(where, 'dimensions', { most: mostDimensions, got: dimensions, size: bytes.length });
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
}
