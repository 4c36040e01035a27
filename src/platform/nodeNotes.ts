import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Notes } from './notes.ts';
import { replaceFile } from './wholeFiles.ts';

/** Notes in files, one for each key, in the folder where programs of this user keep what they can find out again. */
export function nodeNotes(folder = join(cacheFolder(), 'epsilon-lab')): Notes {
  const path = (key: string) => join(folder, `${encodeURIComponent(key)}.json`);
  return {
    read: async (key) => JSON.parse(await readFile(path(key), 'utf8')) as unknown,
    write: (key, value) => replaceFile(path(key), new TextEncoder().encode(JSON.stringify(value))),
  };
}

function cacheFolder({ XDG_CACHE_HOME, LOCALAPPDATA } = process.env): string {
  if (XDG_CACHE_HOME) return XDG_CACHE_HOME;
  if (process.platform === 'win32') return LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local');
  return process.platform === 'darwin' ? join(homedir(), 'Library', 'Caches') : join(homedir(), '.cache');
}
