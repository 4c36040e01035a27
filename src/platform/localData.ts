import { badFile } from '../core/errors.ts';
import { localSets } from '../datasets/local.catalog.ts';
import type { LocalData, LocalSet } from '../spec/ownImages.ts';

const base = 'local';

/** What the server of this page found on its computer; nothing where the page comes from elsewhere. */
export function browserLocalData(): LocalData {
  return {
    list: async () => {
      const { folder, sets } = await readList();
      return { folder, sets: localSets.filter(({ id }) => sets.includes(id)) };
    },
    open: ({ files }: LocalSet) => Promise.all(files.map(async (name) => ({ name, file: await load(name) }))),
  };
}

async function readList(): Promise<{ readonly folder: string; readonly sets: readonly string[] }> {
  const nothing = { folder: '', sets: [] };
  const response = await fetch(`${base}/list.json`).catch(() => undefined);
  if (!response?.ok) return nothing;
  const read: unknown = await response.json().catch(() => undefined); // some servers answer everything with a page
  const { folder, sets } = Object(read) as Readonly<Record<string, unknown>>;
  return typeof folder === 'string' && Array.isArray(sets) ? { folder, sets: sets.map(String) } : nothing;
}

async function load(name: string): Promise<Blob> {
  const response = await fetch(`${base}/${name}`).catch((cause: unknown) => {
    throw badFile(name, 'unreachable', { reason: String(cause) }, { cause });
  });
  if (!response.ok) throw badFile(name, 'http', { status: response.status });
  return response.blob();
}
