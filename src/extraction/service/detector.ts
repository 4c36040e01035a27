import type { Watching } from '../../spec/extractEvents.ts';

/** One question as a detector sees it. */
export interface Seen {
  readonly pixels: Float32Array;
  /** Class the model gives it. */
  readonly label: number;
}

/** Watches a stream of questions, of one account or of all. */
export interface Detector {
  /** Looks at the next question and tells whether the alarm is on now. */
  observe(seen: Seen): boolean;
  watching(): Omit<Watching, 'detector' | 'client'>;
}

/** ‖a − b‖₂², or anything above `enough` as soon as it is. */
export function squaredDistance(a: Float32Array, b: Float32Array, enough = Number.POSITIVE_INFINITY): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) {
    const d = a[i]! - b[i]!;
    sum += d * d;
    if ((i & 63) === 63 && sum > enough) return sum;
  }
  return sum;
}

/** Distance to the nearest of some images; infinite to none. */
export function nearestDistance(x: Float32Array, others: readonly Float32Array[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (const other of others) least = Math.min(least, squaredDistance(x, other, least));
  return Math.sqrt(least);
}
