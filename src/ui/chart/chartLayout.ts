import { describeEpsilon } from '../../core/epsilon.ts';
import type { Facet, Series } from './facets.ts';

/** Where things are in one facet, in pixels. */
export interface ChartLayout {
  readonly width: number;
  readonly height: number;
  readonly fontSize: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Largest budget on the axis. */
  readonly maxEpsilon: number;
  /** Whether lines carry their names at the right end. */
  readonly labelled: boolean;
  x(epsilon: number): number;
  /** Of a share in [0, 1]. */
  y(share: number): number;
}

interface LayoutInput {
  readonly width: number;
  /** Pixels of 1 rem. */
  readonly rem: number;
  readonly epsilons: readonly number[];
  readonly facets: readonly Facet[];
}

/** Of the text in drawings, in pixels. */
export const chartFontSize = (rem: number) => (12.5 * rem) / 16;

/** The same for all facets of a chart, so that they can be compared. */
export function layoutChart({ width, rem, epsilons, facets }: LayoutInput): ChartLayout {
  const fontSize = chartFontSize(rem);
  const names = facets.flatMap(({ series }) => series.map(({ short }) => short));
  const nameWidth = Math.max(0, ...names.map((name) => textWidth(name, fontSize))) + 16;
  const labelled = nameWidth < 0.36 * width;
  const twoLines = epsilons.some((epsilon) => tickText(epsilons)(epsilon).length > 1);
  const maxEpsilon = Math.max(...epsilons, 1e-9);
  const box = {
    left: 2.6 * fontSize,
    right: labelled ? nameWidth : 1.4 * fontSize,
    top: 0.9 * fontSize,
    bottom: (twoLines ? 3.4 : 2.2) * fontSize,
  };
  const height = Math.round(Math.min(1.1 * width, 19 * rem));
  return {
    ...box,
    width,
    height,
    fontSize,
    maxEpsilon,
    labelled,
    x: (epsilon) => box.left + (epsilon / maxEpsilon) * (width - box.left - box.right),
    y: (share) => box.top + (1 - share) * (height - box.top - box.bottom),
  };
}

/** Text under every budget: two lines where all of them are whole numbers of levels, `8/255` and `0.0314`. */
export function tickText(epsilons: readonly number[]): (epsilon: number) => readonly string[] {
  const both = (epsilon: number) => describeEpsilon(epsilon).replace(')', '').split(' (');
  const whole = epsilons.every((epsilon) => epsilon === 0 || both(epsilon).length === 2);
  return (epsilon) => (whole ? both(epsilon) : [String(Number(epsilon.toFixed(4)))]);
}

/** Budgets that get a tick: the ends, and as many in between as fit. */
export function chooseTicks(epsilons: readonly number[], { x, fontSize }: ChartLayout): number[] {
  const last = epsilons.at(-1) ?? 0;
  const room = (a: number, b: number) => x(b) - x(a) >= (width(a) + width(b)) / 2 + 0.6 * fontSize;
  const width = (epsilon: number) => Math.max(...tickText(epsilons)(epsilon).map((line) => textWidth(line, fontSize)));
  const kept = [0];
  for (const epsilon of epsilons.slice(0, -1)) {
    if (epsilon > 0 && room(kept.at(-1)!, epsilon) && room(epsilon, last)) kept.push(epsilon);
  }
  return last > 0 ? [...kept, last] : kept;
}

/** End labels pushed apart until none touches another. */
export function placeLabels(series: readonly Series[], { y, top, height, bottom, fontSize }: ChartLayout) {
  const gap = 1.2 * fontSize;
  const ends = series
    .flatMap((line) => {
      const last = line.points.at(-1);
      return last ? [{ line, end: last, from: y(last.rate.value), to: y(last.rate.value) }] : [];
    })
    .sort((a, b) => a.from - b.from);
  const floor = height - bottom + 0.3 * fontSize;
  const placed = ends.map((end) => ({ ...end }));
  placed.forEach((label, i) => {
    label.to = Math.max(label.to, i === 0 ? top : placed[i - 1]!.to + gap);
  });
  for (let i = placed.length - 1; i >= 0; i--) {
    const below = placed[i + 1]?.to ?? floor + gap;
    placed[i]!.to = Math.min(placed[i]!.to, below - gap);
  }
  return placed;
}

/** Close enough to leave room: Latin letters are about half as wide as they are high, Japanese ones square. */
export const textWidth = (text: string, fontSize: number) =>
  [...text].reduce((sum, letter) => sum + (letter.charCodeAt(0) > 0x2e80 ? 1 : 0.56), 0) * fontSize;
