/** Class numbers for names of classes. */
export interface Classes {
  /** By number. */
  readonly names: readonly string[];
  numberOf(name: string): number;
}

const mostNumbered = 10_000;

/**
 * Names that are all whole numbers are the numbers themselves, as in folders 0 to 9 or 00000 to 00042. Other names are
 * numbered in their order by code points, which no locale changes; how a name composes its letters makes no difference.
 */
export function classesOf(given: readonly string[]): Classes {
  const distinct = [...new Set(given.map(plain))];
  const numbered = distinct.every((name) => /^\d+$/.test(name) && Number(name) < mostNumbered);
  const names = numbered
    ? Array.from({ length: Math.max(-1, ...distinct.map(Number)) + 1 }, (_, i) => String(i))
    : distinct.sort((a, b) => (a < b ? -1 : 1));
  const numbers = new Map(names.map((name, i) => [name, i]));
  return { names, numberOf: (name) => (numbered ? Number(name) : numbers.get(plain(name))!) };
}

/** macOS writes ガ as カ and a mark, others as one letter. */
export const plain = (name: string): string => name.normalize('NFC').trim();
