import { shapiroWilk } from '../../core/shapiroWilk.ts';
import type { CountermeasureParams } from '../countermeasures.catalog.ts';
import { type Detector, nearestDistance } from './detector.ts';

/** Questions of one predicted class. */
interface GrowingSet {
  readonly images: Float32Array[];
  /** Of every question but the first, to the set as it was then. */
  readonly logged: number[];
  /** Of those that joined the set. */
  readonly joined: number[];
  threshold: number;
}

const checkEvery = 10;
const leastOfClass = 10;
const leastInAll = 100;

/**
 * PRADA (Juuti et al. 2019, arXiv:1805.02628, alg. 3). Per predicted class a set grows: of each question the l2 distance d
 * to the nearest member is logged; where d exceeds the threshold T the question joins, and T ← max(T, mean − deviation)
 * of the distances of those that joined. Every tenth question the logged distances of classes with ten or more are
 * brought together, those beyond three deviations are dropped, and if more than 100 remain the alarm is on while
 * Shapiro–Wilk W < δ. It goes off again when W recovers. The first question of a class joins at distance 0, which is no
 * distance to anything and not logged.
 */
export function openPrada({ delta }: Pick<CountermeasureParams<'prada'>, 'delta'>): Detector {
  const sets = new Map<number, GrowingSet>();
  const checks: { readonly query: number; readonly w: number }[] = [];
  let seen = 0;
  let alarm = false;
  return {
    observe({ pixels, label }) {
      seen++;
      grow(sets, label, pixels);
      if (seen % checkEvery > 0) return alarm;
      const distances = usualDistances(sets);
      if (distances.length <= leastInAll) return alarm;
      const { w } = shapiroWilk(distances);
      checks.push({ query: seen, w });
      alarm = w < delta;
      return alarm;
    },
    watching: () => ({
      threshold: delta,
      alarms: 'below',
      queries: Int32Array.from(checks, ({ query }) => query),
      scores: Float32Array.from(checks, ({ w }) => w),
      distances: Float32Array.from(usualDistances(sets)),
    }),
  };
}

function grow(sets: Map<number, GrowingSet>, label: number, pixels: Float32Array): void {
  const set = sets.get(label);
  if (!set) {
    sets.set(label, { images: [pixels.slice()], logged: [], joined: [0], threshold: 0 });
    return;
  }
  const distance = nearestDistance(pixels, set.images);
  set.logged.push(distance);
  if (distance <= set.threshold) return;
  set.images.push(pixels.slice());
  set.joined.push(distance);
  const { mean, deviation } = momentsOf(set.joined);
  set.threshold = Math.max(set.threshold, mean - deviation);
}

/** Distances of all classes with enough of them, without outliers. */
function usualDistances(sets: ReadonlyMap<number, GrowingSet>): number[] {
  const all = [...sets.values()].flatMap(({ logged }) => (logged.length >= leastOfClass ? logged : []));
  const { mean, deviation } = momentsOf(all);
  return all.filter((distance) => Math.abs(distance - mean) < 3 * deviation);
}

/** Mean and deviation of the whole population. */
function momentsOf(values: readonly number[]) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(variance) };
}
