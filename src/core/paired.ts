import { fairCoinTest } from './binomial.ts';
import { wilson } from './stats.ts';

/** The same images judged twice: how many came out right both times, only before, only after, and never. */
export interface PairedCounts {
  readonly both: number;
  readonly before: number;
  readonly after: number;
  readonly neither: number;
}

/** A change of a share with its 95 % interval; all three in [−1, 1], negative for a loss. */
export interface Change {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Exact two-sided p-value of McNemar's test (McNemar 1947, Psychometrika 12:153–157; the conditional binomial form): if
 * nothing changed, an image that was judged differently fell as likely as it rose. 1 where no image was.
 */
export const mcnemar = ({ before, after }: Pick<PairedCounts, 'before' | 'after'>): number =>
  fairCoinTest(before, after);

/**
 * Share after minus share before (Newcombe 1998, Statistics in Medicine 17:2635–2650, method 10): the Wilson intervals of
 * both shares, squared and added, less what the pairs have in common. `n = 0` gives NaN in [−1, 1].
 */
export function pairedChange({ both, before, after, neither }: PairedCounts): Change {
  const n = both + before + after + neither;
  if (n === 0) return { value: Number.NaN, low: -1, high: 1 };
  const [was, is] = [wilson(both + before, n), wilson(both + after, n)];
  const value = (after - before) / n;
  const phi = correlation({ both, before, after, neither });
  const reach = (x: number, y: number) => Math.sqrt(Math.max(0, x * x - 2 * phi * x * y + y * y));
  return {
    value,
    low: Math.max(-1, value - reach(is.value - is.low, was.high - was.value)),
    high: Math.min(1, value + reach(is.high - is.value, was.value - was.low)),
  };
}

/** Of the two judgements, with the correction of method 10; 0 where one of them is the same for every image. */
function correlation({ both: a, before: b, after: c, neither: d }: PairedCounts): number {
  const scale = Math.sqrt((a + b) * (c + d) * (a + c) * (b + d));
  if (scale === 0) return 0;
  const cross = a * d - b * c;
  return (cross > 0 ? Math.max(0, cross - (a + b + c + d) / 2) : cross) / scale;
}

/**
 * p-values as they count when all of them are looked at (Holm 1979, Scandinavian Journal of Statistics 6:65–70), in the
 * order given: the chance that any of them falls below a level by accident stays below that level.
 */
export function holm(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((i, j) => values[i]! - values[j]!);
  const adjusted = new Array<number>(values.length);
  let least = 0;
  order.forEach((i, rank) => {
    least = Math.max(least, Math.min(1, (values.length - rank) * values[i]!));
    adjusted[i] = least;
  });
  return adjusted;
}
