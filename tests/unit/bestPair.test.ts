import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestPair } from '../../src/attacks/bestPair.ts';

/** The largest product over all pairs, by looking at all of them; 0 if there is none. */
function most(a: readonly number[], c: readonly number[], allowed: readonly boolean[]): number {
  let best = 0;
  for (let p = 0; p < a.length; p++)
    for (let q = p + 1; q < a.length; q++) {
      const [first, second] = [a[p]! + a[q]!, c[p]! + c[q]!];
      if (allowed[p] && allowed[q] && first > 0 && second > 0) best = Math.max(best, first * second);
    }
  return best;
}

const entry = fc.record({ a: fc.integer({ min: -9, max: 9 }), c: fc.integer({ min: -9, max: 9 }), on: fc.boolean() });

describe('the best pair', () => {
  it('is as good as the best of all pairs, ties and forbidden entries included', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 30 }), (entries) => {
        const [a, c, on] = [entries.map((e) => e.a), entries.map((e) => e.c), entries.map((e) => e.on)];
        const pair = bestPair(Float32Array.from(a), Float32Array.from(c), Uint8Array.from(on, Number));
        const found = pair ? (a[pair[0]]! + a[pair[1]]!) * (c[pair[0]]! + c[pair[1]]!) : 0;
        expect(found).toBe(most(a, c, on));
        if (pair) expect(on[pair[0]] && on[pair[1]] && pair[0] !== pair[1]).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('takes two entries that are the same, but never one twice', () => {
    expect(bestPair(Float32Array.of(1, 1), Float32Array.of(2, 2), Uint8Array.of(1, 1))).toEqual([0, 1]);
    expect(bestPair(Float32Array.of(1), Float32Array.of(2), Uint8Array.of(1))).toBeUndefined();
  });
});
