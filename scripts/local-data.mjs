import { statSync } from 'node:fs';
import { join } from 'node:path';
import { register } from 'tsx/esm/api';

register(); // the lists of sets and folders are those of the command line
const { localSets } = await import('../src/datasets/local.catalog.ts');
const { dataFolder } = await import('../src/platform/dataHome.ts');

/** Images that are on this computer: the answer to `local/list.json`, and the paths of their files by address. */
export function findLocalData(folder = dataFolder()) {
  const isThere = (name) => statSync(join(folder, name), { throwIfNoEntry: false })?.isFile() ?? false;
  const sets = localSets.filter(({ files }) => files.every(isThere));
  const files = new Map(sets.flatMap((set) => set.files).map((name) => [`/local/${name}`, join(folder, name)]));
  return { list: { folder, sets: sets.map(({ id }) => id) }, files };
}
