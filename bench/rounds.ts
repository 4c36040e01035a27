/**
 * Runs every entry once per round, in alternating order, so that warm-up, heat and neighbours touch all alike.
 *
 * @returns the samples of each entry, by round
 */
export async function alternate(entries: readonly (() => Promise<number>)[], rounds: number): Promise<number[][]> {
  const samples = entries.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    const order = entries.map((_, i) => (round % 2 === 0 ? i : entries.length - 1 - i));
    for (const i of order) samples[i]!.push(await entries[i]!());
  }
  return samples;
}
