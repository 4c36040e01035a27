import type { OwnFiles } from '../../spec/own.ts';
import type { NamedFile } from './droppedFiles.ts';

const piece = 2 ** 20;

/** Reads files piece by piece, telling before the first and after each how many bytes it has of how many. */
export async function readFiles(
  files: readonly NamedFile[],
  tick: (done: number, total: number) => void,
): Promise<OwnFiles> {
  const total = files.reduce((sum, { file }) => sum + file.size, 0);
  const read: [string, Uint8Array][] = [];
  let done = 0;
  tick(done, total);
  for (const { name, file } of files) {
    const bytes = new Uint8Array(file.size);
    for (let from = 0; from < file.size; from += piece) {
      const part = new Uint8Array(await file.slice(from, from + piece).arrayBuffer());
      bytes.set(part, from);
      done += part.length;
      tick(done, total);
    }
    read.push([name, bytes]);
  }
  return Object.fromEntries(read);
}
