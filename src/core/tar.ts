import { badFile } from './errors.ts';

/** A file in a tar archive; the bytes stay where they are. */
export interface TarEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const block = 512;

/** True for an archive as every tar since 1988 writes it. */
export const looksLikeTar = (bytes: Uint8Array): boolean => textAt(bytes, 257, 5) === 'ustar';

/** Plain files of a tar archive (POSIX.1-1988 ustar). @throws {LabError} `asset` when it is damaged or cut off. */
export function readTar(where: string, bytes: Uint8Array): TarEntry[] {
  const entries: TarEntry[] = [];
  let at = 0;
  while (at < bytes.length && bytes[at] !== 0) {
    const head = bytes.subarray(at, at + block);
    const size = Number.parseInt(textAt(head, 124, 12), 8);
    const [prefix, name] = [textAt(head, 345, 155), textAt(head, 0, 100)];
    if (!looksLikeTar(head) || !(size >= 0) || at + block + size > bytes.length) throw badFile(where, 'tar', { name });
    const isFile = ['', '0'].includes(textAt(head, 156, 1));
    if (isFile)
      entries.push({ name: prefix ? `${prefix}/${name}` : name, bytes: bytes.subarray(at + block, at + block + size) });
    at += block + block * Math.ceil(size / block);
  }
  if (at > bytes.length) throw badFile(where, 'tar', { name: entries.at(-1)?.name ?? '' });
  return entries;
}

/** Text up to the first zero. */
function textAt(bytes: Uint8Array, at: number, length: number): string {
  const field = bytes.subarray(at, at + length);
  const end = field.indexOf(0);
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end));
}
