import { badFile, LabError } from './errors.ts';
import { inflate, verifyCrc } from './inflate.ts';

/** A file inside an archive; `unpack` throws a `LabError` when it is damaged. */
export interface ZipEntry {
  readonly name: string;
  /** Bytes after unpacking, as the archive has it. */
  readonly size: number;
  unpack(): Uint8Array;
}

/**
 * Lists a ZIP archive by its directory, which stands at the end (PKWARE APPNOTE 6.3, sec. 4.3).
 *
 * Not fflate's own reader: that one trusts the sizes in the archive and does not compare checksums.
 * @throws {LabError} `asset`, naming the file.
 */
export function readZip(where: string, bytes: Uint8Array): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const directory = findDirectory(view);
    let at = view.getUint32(directory + 16, true);
    return Array.from({ length: view.getUint16(directory + 10, true) }, () => {
      const record = readRecord(view, at);
      at = record.next;
      return { name: record.name, size: record.size, unpack: () => unpack(`${where}: ${record.name}`, bytes, record) };
    });
  } catch (cause) {
    if (cause instanceof LabError) throw cause;
    throw damaged(where, cause); // a field pointed outside the file
  }
}

export const looksLikeZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b; // PK

interface Record {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  /** Offset of the header in front of the data. */
  readonly header: number;
  readonly next: number;
}

const signatures = { end: 0x06054b50, record: 0x02014b50, header: 0x04034b50 };
const longestComment = 65535;

function findDirectory(view: DataView): number {
  const last = view.byteLength - 22;
  for (let at = last; at >= Math.max(0, last - longestComment); at--) {
    if (view.getUint32(at, true) === signatures.end) return at;
  }
  throw new RangeError('no directory');
}

function readRecord(view: DataView, at: number): Record {
  expectSignature(view, at, signatures.record);
  const u16 = (offset: number) => view.getUint16(at + offset, true);
  const u32 = (offset: number) => view.getUint32(at + offset, true);
  return {
    name: new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + at + 46, u16(28))),
    flags: u16(8),
    method: u16(10),
    crc: u32(16),
    packedSize: u32(20),
    size: u32(24),
    header: u32(42),
    next: at + 46 + u16(28) + u16(30) + u16(32),
  };
}

function unpack(
  where: string,
  bytes: Uint8Array,
  { flags, method, crc, packedSize, size, header }: Record,
): Uint8Array {
  if (flags & 1) throw badFile(where, 'encrypted', {});
  const packed = dataAt(where, bytes, header, packedSize);
  if (method === 8) return inflate(where, { bytes: packed, size, crc });
  if (method !== 0) throw badFile(where, 'zip-method', { method });
  if (packed.length !== size) throw damaged(where);
  verifyCrc(where, packed, crc);
  return packed;
}

function dataAt(where: string, bytes: Uint8Array, header: number, size: number): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    expectSignature(view, header, signatures.header);
    const begin = header + 30 + view.getUint16(header + 26, true) + view.getUint16(header + 28, true);
    if (begin + size > bytes.length) throw new RangeError('data ends outside the file');
    return bytes.subarray(begin, begin + size);
  } catch (cause) {
    throw damaged(where, cause);
  }
}

function expectSignature(view: DataView, at: number, signature: number): void {
  if (view.getUint32(at, true) !== signature) throw new RangeError('wrong signature');
}

const damaged = (where: string, cause?: unknown) => badFile(where, 'zip', {}, { cause });
