import type { Watching } from '../../spec/extractEvents.ts';
import type { ChartTick } from '../chart/LineAxes.tsx';

/** From 0 in at most six even steps past the last query. */
export function stepTicks(last: number): ChartTick[] {
  const step = evenStep(last / 5);
  return ticksFrom(0, step, last).map((at) => ({ at, text: at.toLocaleString('en-US') }));
}

/** Round numbers around all scores and thresholds; the axis carries its real range. */
export function scoreTicks(all: readonly Watching[]): ChartTick[] {
  const values = all.flatMap(({ scores, threshold }) => [...scores, threshold]);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const step = evenStep(Math.max(0.01, (most - least) / 4));
  return ticksFrom(Math.floor(least / step) * step, step, most).map((at) => ({ at, text: at.toFixed(2) }));
}

function ticksFrom(first: number, step: number, last: number): number[] {
  const count = Math.ceil((last - first) / step - 1e-9);
  return Array.from({ length: Math.max(1, count) + 1 }, (_, i) => Number((first + i * step).toPrecision(8)));
}

/** 1, 2 or 5 times a power of ten, at least as large. */
function evenStep(size: number): number {
  const unit = 10 ** Math.floor(Math.log10(size));
  return unit * ([1, 2, 5].find((factor) => factor * unit >= size) ?? 10);
}
