import type { CellBlock, CleanBlock } from './events.ts';

/** What the images of one block add up to. Blocks never change, so each is counted once, however often a report is. */
export interface Tally {
  readonly n: number;
  /** Still classified as their true class. */
  readonly robust: number;
  /** Right before the attack, and not the target already. */
  readonly attackable: number;
  /** Of the attackable ones, those the attacker got. */
  readonly hits: number;
  /** Of the hits, those that outlive rounding to 8 bits. */
  readonly survivors: number;
  /** One distance per hit. */
  readonly distances: readonly number[];
  /** Questions asked for each hit; empty where nobody counted. */
  readonly queries: readonly number[];
}

export const total = <Key extends string>(tallies: readonly Readonly<Record<Key, number>>[], key: Key): number =>
  tallies.reduce((sum, tally) => sum + tally[key], 0);

const cleanTallies = new WeakMap<CleanBlock, { readonly n: number; readonly right: number }>();

export function tallyClean(block: CleanBlock): { readonly n: number; readonly right: number } {
  const known = cleanTallies.get(block);
  if (known) return known;
  const right = block.labels.reduce((sum, label, i) => sum + Number(label === block.predictions[i]), 0);
  const tally = { n: block.labels.length, right };
  cleanTallies.set(block, tally);
  return tally;
}

const blockTallies = new WeakMap<CellBlock, Tally>();

export function tallyBlock(block: CellBlock, before: CleanBlock): Tally {
  const known = blockTallies.get(block);
  if (known) return known;
  const tally = count([block], before);
  blockTallies.set(block, tally);
  return tally;
}

const worstTallies = new WeakMap<CellBlock, { readonly blocks: readonly CellBlock[]; readonly tally: Tally }>();

/** The same images under several attacks: robust if they withstood all, hit if one got them. */
export function tallyWorst(blocks: readonly CellBlock[], before: CleanBlock): Tally {
  const last = blocks.at(-1)!; // there is at least one attack
  const known = worstTallies.get(last);
  if (known && known.blocks.length === blocks.length && known.blocks.every((block, i) => block === blocks[i])) {
    return known.tally;
  }
  const tally = count(blocks, before);
  worstTallies.set(last, { blocks, tally });
  return tally;
}

function count(blocks: readonly CellBlock[], { labels, predictions, targets }: CleanBlock): Tally {
  let [robust, attackable, hits, survivors] = [0, 0, 0, 0];
  const distances: number[] = [];
  const queries: number[] = [];
  for (let i = 0; i < labels.length; i++) {
    if (blocks.every((block) => block.predictions[i] === labels[i])) robust++;
    if (predictions[i] !== labels[i] || targets[i] === labels[i]) continue;
    attackable++;
    const hit = blocks.find((block) => block.success[i] === 1);
    if (!hit) continue;
    hits++;
    distances.push(hit.distances[i]!);
    if (hit.queries) queries.push(hit.queries[i]!);
    if (hit.survives[i] === 1) survivors++;
  }
  return { n: labels.length, robust, attackable, hits, survivors, distances, queries };
}
