import { type IDBPDatabase, openDB } from 'idb';
import { badFile } from '../core/errors.ts';
import type { OwnFiles, OwnShelf, OwnThing } from '../spec/own.ts';

const version = 1; // of what is stored

/** The reader's models and images in IndexedDB, which workers reach as well. Lists come without the bytes. */
export function browserShelf(): OwnShelf {
  const use = async <Value>(work: (db: IDBPDatabase) => Promise<Value>): Promise<Value> => {
    const db = await openDB('epsilon-lab-own', version, {
      upgrade(made) {
        made.createObjectStore('things');
        made.createObjectStore('files');
      },
    });
    try {
      return await work(db);
    } finally {
      db.close();
    }
  };
  return {
    list: () => use((db) => db.getAll('things') as Promise<OwnThing[]>),
    read: (id) =>
      use(async (db) => {
        const thing = (await db.get('things', id)) as OwnThing | undefined;
        const files = (await db.get('files', id)) as OwnFiles | undefined;
        return thing && files ? { thing, files } : undefined;
      }),
    keep: (thing, files) =>
      use(async (db) => {
        const writing = db.transaction(['things', 'files'], 'readwrite');
        const writes = [
          writing.objectStore('things').put(thing, thing.id),
          writing.objectStore('files').put(files, thing.id),
          writing.done,
        ];
        await Promise.all(writes);
      }).catch((cause: unknown) => {
        throw badFile(thing.name, 'own-no-room', { size: thing.size, reason: String(cause) }, { cause });
      }),
    forget: (id) =>
      use(async (db) => {
        const writing = db.transaction(['things', 'files'], 'readwrite');
        await Promise.all([
          writing.objectStore('things').delete(id),
          writing.objectStore('files').delete(id),
          writing.done,
        ]);
      }),
  };
}
