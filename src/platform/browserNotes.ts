import { openDB } from 'idb';
import type { Notes } from './notes.ts';

/** Notes in IndexedDB, which workers can reach. */
export function browserNotes(): Notes {
  const notes = () => openDB('epsilon-lab-notes', 1, { upgrade: (db) => void db.createObjectStore('notes') });
  return {
    read: async (key) => (await notes()).get('notes', key),
    write: async (key, value) => void (await (await notes()).put('notes', value, key)),
  };
}
