/** Two entries by index. */
export type Pair = readonly [number, number];

/**
 * The pair p ≠ q of entries with the largest (aₚ + a_q)·(cₚ + c_q) among those where both sums are positive; undefined if
 * there is none. `allowed` entries only. Exact, without looking at all pairs: O(n log n), and no table of n² numbers.
 *
 * The product grows with every a and c while both sums are positive, so an entry that two others beat in both is in no
 * best pair: what remains, the two outermost Pareto layers, is a few dozen entries of thousands.
 */
export function bestPair(a: Float32Array, c: Float32Array, allowed: Uint8Array): Pair | undefined {
  const kept = outermost(a, c, allowed);
  let best: Pair | undefined;
  let most = 0;
  for (let i = 0; i < kept.length; i++) {
    for (let j = i + 1; j < kept.length; j++) {
      const [p, q] = [kept[i]!, kept[j]!];
      const [first, second] = [a[p]! + a[q]!, c[p]! + c[q]!];
      if (first <= 0 || second <= 0 || first * second <= most) continue;
      most = first * second;
      best = [p, q];
    }
  }
  return best;
}

/** Entries that fewer than two others beat, or equal, in both numbers. */
function outermost(a: Float32Array, c: Float32Array, allowed: Uint8Array): number[] {
  const order = Uint32Array.from(a.keys()).filter((i) => allowed[i] === 1);
  order.sort((i, j) => a[j]! - a[i]! || c[j]! - c[i]! || i - j);
  let [highest, second] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const kept: number[] = [];
  for (const i of order) {
    const value = c[i]!;
    if (value <= second) continue; // two entries with no smaller a have no smaller c
    kept.push(i);
    if (value > highest) [highest, second] = [value, highest];
    else second = value;
  }
  return kept;
}
