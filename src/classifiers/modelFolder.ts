import type { ReadBytes } from '../core/bytes.ts';
import { badFile } from '../core/errors.ts';
import { readZip } from '../core/zip.ts';

/** Files that belong together: an archive, or several that were dropped. */
export interface ModelFolder {
  /** What it is called in messages. */
  readonly where: string;
  readonly names: readonly string[];
  /** By a name out of `names`. */
  readonly read: ReadBytes;
}

const mostFiles = 1000;
const mostBytes = 2 ** 29; // 512 MiB: more than a model for images needs, and what a tab can hold beside it

/** The files in a ZIP archive. Nothing is unpacked before it is read. @throws {LabError} `asset` */
export function folderOfZip(where: string, bytes: Uint8Array): ModelFolder {
  const entries = readZip(where, bytes).filter(({ name }) => !name.endsWith('/') && !name.startsWith('__MACOSX/'));
  if (entries.length > mostFiles) throw badFile(where, 'zip-files', { most: mostFiles, got: entries.length });
  const outside = entries.find(({ name }) => name.split(/[\\/]/).includes('..') || /^([\\/]|[a-z]:)/i.test(name));
  if (outside) throw badFile(where, 'zip-name', { name: outside.name });
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  let unpacked = 0;
  return {
    where,
    names: [...byName.keys()],
    read: async (name) => {
      const entry = byName.get(name);
      if (!entry) throw badFile(`${where}: ${name}`, 'file-missing', { known: listed([...byName.keys()]) });
      unpacked += entry.size;
      if (unpacked > mostBytes) throw badFile(where, 'zip-size', { most: mostBytes / 2 ** 20 });
      return entry.unpack();
    },
  };
}

/** Files as they were dropped or chosen, by name. */
export function folderOfFiles(files: ReadonlyMap<string, Uint8Array>): ModelFolder {
  const names = [...files.keys()];
  return {
    where: names.length === 1 ? names[0]! : listed(names),
    names,
    read: async (name) => {
      const bytes = files.get(name) ?? files.get(names.find((known) => known.endsWith(`/${name}`)) ?? '');
      if (!bytes) throw badFile(name, 'file-missing', { known: listed(names) });
      return bytes;
    },
  };
}

const listed = (names: readonly string[]): string => names.slice(0, 5).join(', ') + (names.length > 5 ? ', …' : '');
