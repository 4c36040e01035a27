import type { DirectoryDropItem, DropItem } from 'react-aria-components';

export interface NamedFile {
  /** With the folders below the one that was dropped. */
  readonly name: string;
  readonly file: Blob;
}

const usualMost = 1000; // a model has a few; a folder of everything would fill the memory

/** All files that were dropped, those in folders too, up to so many. */
export async function droppedFiles(items: Iterable<DropItem>, most = usualMost): Promise<readonly NamedFile[]> {
  const found: NamedFile[] = [];
  for (const item of items) {
    if (item.kind === 'file') found.push({ name: item.name, file: await item.getFile() });
    if (item.kind === 'directory') await walk(item, item.name, found, most);
  }
  return found;
}

async function walk(folder: DirectoryDropItem, path: string, found: NamedFile[], most: number): Promise<void> {
  for await (const entry of folder.getEntries()) {
    if (found.length >= most) return;
    const name = `${path}/${entry.name}`;
    if (entry.kind === 'file') found.push({ name, file: await entry.getFile() });
    else await walk(entry, name, found, most);
  }
}
