import { LabError } from '../core/errors.ts';
import { gunzip } from './inflate.ts';

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
    const finding =
      values.length < expected ? 'the file is truncated, get it again' : 'the file holds something else as well';
    throw new LabError(
      'asset',
      `${where}: expected ${expected} values for ${shape.join(' × ')}, got ${values.length}; ${finding}`,
    );
  }
  return { shape, values };
}

/** True for the first four bytes of an idx file of any type. */
export const looksLikeIdx = (bytes: Uint8Array): boolean =>
  bytes[0] === 0 && bytes[1] === 0 && bytes[2] !== undefined && bytes[2] in typeNames;

const typeNames: Readonly<Record<number, string>> = {
  8: 'unsigned bytes',
  9: 'signed bytes',
  11: '16-bit integers',
  12: '32-bit integers',
  13: '32-bit floats',
  14: '64-bit floats',
};
const mostDimensions = 4;

function readShape(where: string, bytes: Uint8Array): readonly number[] {
  const [, , type, dimensions] = bytes;
  if (!looksLikeIdx(bytes) || dimensions === undefined) {
    const found = Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
    throw new LabError(
      'asset',
      `${where}: expected an idx file, which begins with 00 00 08, got ${found || 'nothing'}`,
    );
  }
  if (type !== 8) {
    throw new LabError('asset', `${where}: expected unsigned bytes, got ${typeNames[type!]}; convert the file to NPZ`);
  }
  if (dimensions < 1 || dimensions > mostDimensions || bytes.length < 4 + 4 * dimensions) {
    throw new LabError(
      'asset',
      `${where}: expected 1 to ${mostDimensions} dimensions, got ${dimensions} in a file of ${bytes.length} bytes`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
}
