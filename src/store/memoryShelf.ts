import type { OwnFiles, OwnShelf, OwnThing } from '../spec/own.ts';

/** Forgets everything with the page; for hosts without a database. */
export function memoryShelf(): OwnShelf {
  const kept = new Map<string, { readonly thing: OwnThing; readonly files: OwnFiles }>();
  return {
    list: async () => [...kept.values()].map(({ thing }) => thing),
    read: async (id) => kept.get(id),
    keep: async (thing, files) => void kept.set(thing.id, { thing, files }),
    forget: async (id) => void kept.delete(id),
  };
}
