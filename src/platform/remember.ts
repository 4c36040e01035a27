import type { Notes } from './notes.ts';

export interface Question<Fact> {
  readonly notes: Notes;
  readonly key: string;
  /** What was written down earlier, or undefined when it makes no sense any more. */
  readonly read: (note: unknown) => Fact | undefined;
  /** Finds it out; undefined when there was not enough time. */
  readonly measure: () => Promise<Fact | undefined>;
}

/** A fact about this computer, from an earlier visit or measured now, and which of the two. */
export async function remember<Fact>({ notes, key, read, measure }: Question<Fact>) {
  const remembered = read(await notes.read(key).catch(() => undefined));
  if (remembered !== undefined) return { fact: remembered, origin: 'remembered' } as const;
  const measured = await measure();
  if (measured === undefined) return undefined;
  await notes.write(key, measured).catch(() => undefined); // it is measured again next time
  return { fact: measured, origin: 'measured' } as const;
}
