import { auroc } from './thresholds/ranked.ts';

/** One point of a receiver operating characteristic: shares of clean and of attacked images at or above a threshold. */
export interface RocPoint {
  readonly threshold: number;
  readonly falseAlarms: number;
  readonly detected: number;
}

/**
 * The corners of the curve from nothing detected to everything. Where clean and attacked images share a score it slopes,
 * so that the area below it is the AUROC. Empty where there is nothing to compare.
 */
export function rocOf(clean: Float64Array, attacked: Float64Array): RocPoint[] {
  if (clean.length === 0 || attacked.length === 0) return [];
  const [falling, rising] = [clean, attacked].map((scores) => Float64Array.from(scores).sort().reverse()) as [
    Float64Array,
    Float64Array,
  ];
  const corners: RocPoint[] = [{ threshold: Number.POSITIVE_INFINITY, falseAlarms: 0, detected: 0 }];
  for (let [i, j] = [0, 0]; i < falling.length || j < rising.length; ) {
    const threshold = Math.max(falling[i] ?? Number.NEGATIVE_INFINITY, rising[j] ?? Number.NEGATIVE_INFINITY);
    while (falling[i] === threshold) i++;
    while (rising[j] === threshold) j++;
    const point = { threshold, falseAlarms: i / falling.length, detected: j / rising.length };
    if (goesOn(corners, point)) corners.pop();
    corners.push(point);
  }
  return corners;
}

/** The last two points and the next one lie above each other, or beside each other. */
function goesOn(corners: readonly RocPoint[], next: RocPoint): boolean {
  const [before, last] = corners.slice(-2);
  if (!before || !last) return false;
  return (['falseAlarms', 'detected'] as const).some((key) => before[key] === last[key] && last[key] === next[key]);
}

/** An area under the curve with its 95 % interval. */
export interface Area {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

const z95 = 1.959963984540054; // Φ⁻¹(0.975)

/**
 * Chance that an attacked image looks more suspicious than a clean one, NaN in [0, 1] where there is none to compare.
 *
 * The interval holds the areas A whose distance to the one found is at most z·√V(A), V of Hanley and McNeil (1982,
 * Radiology 143:29–36) with the mean sample size in place of both (Newcombe 2006, Statistics in Medicine 25:559–573,
 * method 5): unlike the textbook interval it is not empty at 1, where good detectors are.
 */
export function areaOf(attacked: Float64Array, clean: Float64Array): Area {
  const value = auroc(attacked, clean);
  const [m, n] = [attacked.length, clean.length];
  if (Number.isNaN(value)) return { value, low: 0, high: 1 };
  const spread = (A: number) => z95 * Math.sqrt(hanleyMcNeil(A, m, n));
  return {
    value,
    low: crossing((A) => value - A - spread(A), 0, value),
    high: 1 - crossing((B) => 1 - B - value - spread(1 - B), 0, 1 - value),
  };
}

function hanleyMcNeil(A: number, m: number, n: number): number {
  const others = (m + n) / 2 - 1;
  return (A * (1 - A) * (1 + others * ((1 - A) / (2 - A) + A / (1 + A)))) / (m * n);
}

/** Where a function that is positive at `from` reaches 0 on its way to `to`; `from` where it is 0 there already. */
function crossing(f: (x: number) => number, from: number, to: number): number {
  if (f(from) <= 0) return from;
  let [low, high] = [from, to];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (f(middle) > 0) low = middle;
    else high = middle;
  }
  return high;
}
