import { Inflate } from 'fflate';
import { crc32 } from './crc32.ts';
import { badFile } from './errors.ts';
import { joinBytes } from './join.ts';

/** A compressed stream and what its container says about the bytes inside. */
export interface Packed {
  readonly bytes: Uint8Array;
  readonly size: number;
  readonly crc: number;
}

const largestBytes = 2 ** 31; // more than a tab can hold beside a model
const bestRatio = 1032; // DEFLATE cannot shrink data more
const sliceBytes = 1 << 16; // what one step unpacks stays below 64 MiB, whatever the file holds

/** Unpacks a DEFLATE stream (RFC 1951). Never takes more memory than the data needs, whatever size is declared. */
export function inflate(where: string, { bytes, size, crc }: Packed): Uint8Array {
  if (size > bytes.length * bestRatio + sliceBytes) throw badFile(where, 'packed', { packed: bytes.length, size });
  if (size > largestBytes) throw badFile(where, 'too-large', { size });
  const whole = joinBytes(unpack(where, bytes, size));
  if (whole.length !== size) throw badFile(where, 'unpacked', { size, got: whole.length });
  verifyCrc(where, whole, crc);
  return whole;
}

/** @throws {LabError} `asset` when the bytes are not those the container was made from. */
export function verifyCrc(where: string, bytes: Uint8Array, expected: number): void {
  const found = crc32(bytes);
  if (found !== expected)
    throw badFile(where, 'checksum', { expected: expected.toString(16), got: found.toString(16) });
}

/** The content of a gzip file (RFC 1952), or the bytes themselves where they are not one. */
export function gunzip(where: string, bytes: Uint8Array): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const begin = gzipHeaderEnd(bytes);
  const end = bytes.length - 8; // checksum and size
  if (begin === undefined || begin > end) throw badFile(where, 'gzip', { size: bytes.length });
  const trailer = new DataView(bytes.buffer, bytes.byteOffset + end, 8);
  const packed = {
    bytes: bytes.subarray(begin, end),
    crc: trailer.getUint32(0, true),
    size: trailer.getUint32(4, true),
  };
  return inflate(where, packed);
}

function unpack(where: string, bytes: Uint8Array, size: number): Uint8Array[] {
  const parts: Uint8Array[] = [];
  let found = 0;
  const stream = new Inflate((part) => {
    found += part.length;
    parts.push(part);
  });
  try {
    for (let from = 0; from < bytes.length && found <= size; from += sliceBytes) {
      stream.push(bytes.subarray(from, from + sliceBytes), from + sliceBytes >= bytes.length);
    }
  } catch (cause) {
    throw badFile(where, 'unpacked', { size, got: found }, { cause });
  }
  return parts;
}

/** Where the compressed data begins; undefined when the header does not end. */
function gzipHeaderEnd(bytes: Uint8Array): number | undefined {
  const flags = bytes[3] ?? 0;
  let at = 10;
  if (flags & 4) at += 2 + (bytes[at] ?? 0) + 256 * (bytes[at + 1] ?? 0); // extra field
  for (const text of [8, 16]) {
    // name, comment: each ends with a zero
    if (flags & text) at = bytes.indexOf(0, at) + 1 || Number.POSITIVE_INFINITY;
  }
  if (flags & 2) at += 2; // header checksum
  return at < bytes.length ? at : undefined;
}
