import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cifar10Folders } from '../datasets/cifar10.folders.ts';
import { type FetchableId, type FetchableSet, fetchableIds, fetchableSets } from '../datasets/fetchable.ts';
import { dataFolder, dataHome } from '../platform/dataHome.ts';
import { download, type Fetched } from '../platform/download.ts';

/** `epsilon data list`: which sets are there, and where they are looked for. */
export function listData(root = dataFolder()): string {
  const { folder, archive } = cifar10Folders;
  const photos = `${folder}  ${cifar10Folders.publisher}\n  ${presence(root, { folder, files: [{ name: archive }] })}`;
  const sets = fetchableIds.map((id) => {
    const set: FetchableSet = fetchableSets[id];
    return `${id}  ${set.title}\n  ${presence(root, set)}`;
  });
  return [`in ${root}`, ...sets, photos].join('\n\n');
}

function presence(
  root: string,
  { folder, files }: { readonly folder: string; readonly files: readonly { readonly name: string }[] },
): string {
  const missing = files.filter(({ name }) => !existsSync(join(root, folder, name)));
  if (missing.length === 0) return 'all files are there';
  return `${missing.length} of ${files.length} files missing: ${missing.map(({ name }) => `${folder}/${name}`).join(', ')}`;
}

const trust: Record<Fetched, string> = {
  there: 'was there already',
  verified: 'sha256 as published',
  recorded: 'no sha256 is known; its own was written into lock.json and is expected from now on',
};

/** `epsilon data fetch <id>`: brings the files of a set into the user's cache, one after the other. */
export async function fetchData(id: FetchableId, signal: AbortSignal, root = dataHome()): Promise<void> {
  const { folder, files }: FetchableSet = fetchableSets[id];
  for (const file of files) {
    process.stderr.write(`${file.name}: fetching from ${file.addresses.join(' or ')}\n`);
    const fetched = await download(file, { root, folder }, signal);
    process.stderr.write(`${join(root, folder, file.name)}: ${trust[fetched]}\n`);
  }
}
