import { gzipSync, zipSync } from 'fflate';
import type { ReadBytes } from '../../src/core/bytes.ts';
import { makeRng } from '../../src/core/rng.ts';

export const side = 5;

/** Bytes of pixels that differ from image to image, 0 and 255 among them. */
export const pixelBytes = (count: number): Uint8Array =>
  Uint8Array.from({ length: count * side * side }, (_, i) => (i * 51) % 256);

/** An idx file as LeCun describes it. */
export function idxFile(shape: readonly number[], values: ArrayLike<number>, type = 8): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * shape.length + values.length);
  bytes.set([0, 0, type, shape.length]);
  const view = new DataView(bytes.buffer);
  for (const [i, size] of shape.entries()) view.setUint32(4 + 4 * i, size);
  bytes.set(values, 4 + 4 * shape.length);
  return bytes;
}

type Values = Uint8Array | Int16Array | Int32Array | BigInt64Array | Float32Array | Float64Array;

const descriptions = new Map<unknown, string>([
  [Uint8Array, '|u1'],
  [Int16Array, '<i2'],
  [Int32Array, '<i4'],
  [BigInt64Array, '<i8'],
  [Float32Array, '<f4'],
  [Float64Array, '<f8'],
]);

/** A NumPy file, built as NumPy does; `header` replaces entries of its dictionary. */
export function numpyFile(shape: readonly number[], values: Values, header: Record<string, string> = {}): Uint8Array {
  const entries = {
    descr: `'${descriptions.get(values.constructor)}'`,
    fortran_order: 'False',
    shape: `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`,
    ...header,
  };
  const text = `{${Object.entries(entries)
    .map(([key, value]) => `'${key}': ${value}, `)
    .join('')}}`;
  const padded = `${text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11)}\n`;
  const bytes = new Uint8Array(10 + padded.length + values.byteLength);
  bytes.set([0x93, ...Buffer.from('NUMPY'), 1, 0, padded.length & 255, padded.length >> 8]);
  bytes.set(Buffer.from(padded), 10);
  bytes.set(new Uint8Array(values.buffer), 10 + padded.length);
  return bytes;
}

export const numpyArchive = (arrays: Record<string, Uint8Array>): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(arrays).map(([name, bytes]) => [`${name}.npy`, bytes])));

export const gzip = (bytes: Uint8Array): Uint8Array => gzipSync(bytes, { mtime: 0 });

/** Reads from memory. */
export const reader =
  (files: Record<string, Uint8Array>): ReadBytes =>
  async (path) =>
    files[path]!;

/** A damaged copy: cut off somewhere, or with one to eight bits turned over; the beginning more often than the rest. */
export function damage(bytes: Uint8Array, seed: number): Uint8Array {
  const rng = makeRng(seed);
  const place = () => Math.floor(rng.uniform() ** (rng.uniform() < 0.5 ? 4 : 1) * bytes.length);
  if (rng.uniform() < 0.3) return bytes.slice(0, place());
  const copy = bytes.slice();
  const flips = 1 + Math.floor(8 * rng.uniform());
  for (let i = 0; i < flips; i++) {
    const at = rng.uniform() < 0.3 ? copy.length - 1 - Math.floor(22 * rng.uniform()) : place(); // trailers too
    copy[Math.max(0, at)]! ^= 1 << Math.floor(8 * rng.uniform());
  }
  return copy;
}
