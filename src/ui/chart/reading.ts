import type { ChartLayout } from './chartLayout.ts';
import type { Facet, Point, Series } from './facets.ts';

/** A point of a facet, by its line and its position on it. */
export interface Place {
  readonly series: string;
  readonly index: number;
}

export function placeAt(facet: Facet, { series, index }: Place): { series: Series; point: Point } | undefined {
  const line = facet.series.find(({ key }) => key === series);
  const point = line?.points[index];
  return line && point && { series: line, point };
}

const reach = 48; // pixels; farther away nothing is read

export function nearestPoint(facet: Facet, layout: ChartLayout, left: number, top: number): Place | undefined {
  const all = facet.series.flatMap(({ key, points }) =>
    points.map(({ epsilon, rate }, index) => ({
      series: key,
      index,
      distance: Math.hypot(layout.x(epsilon) - left, layout.y(rate.value) - top),
    })),
  );
  const best = all.reduce<(typeof all)[number] | undefined>(
    (a, b) => (a && a.distance <= b.distance ? a : b),
    undefined,
  );
  return best && best.distance <= reach ? { series: best.series, index: best.index } : undefined;
}

const moves: Readonly<Record<string, readonly [number, number]>> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Where an arrow key leads; from nowhere it leads to the worst case at the selected budget. */
export function step(facet: Facet, from: Place | undefined, key: string, selected: number | undefined) {
  const move = moves[key];
  const lines = facet.series.filter(({ points }) => points.length > 0);
  const last = lines.at(-1);
  if (!move || !last) return undefined;
  const at = lines.findIndex((line) => line.key === from?.series);
  if (!from || at < 0) {
    const start = last.points.findIndex(({ epsilon }) => epsilon === selected);
    return { series: last.key, index: Math.max(0, start) };
  }
  const line = lines[(at + move[1] + lines.length) % lines.length]!;
  const index = Math.max(0, Math.min(line.points.length - 1, from.index + move[0]));
  return { series: line.key, index };
}
