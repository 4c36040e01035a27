import type { RefObject } from 'react';
import type { ChartLine } from '../chart/LineChart.tsx';
import { cell, useDrawnFiles } from '../thresholds/useFigureFiles.tsx';

interface Numbers {
  /** Name of the files without their ending. */
  readonly stem: string;
  readonly title: string;
  readonly about: string;
  readonly lines: readonly Pick<ChartLine, 'key' | 'points'>[];
  readonly xName: string;
  readonly plot: RefObject<SVGSVGElement | null>;
}

/** Data table, CSV and SVG of a figure with lines: the buttons, and the dialog that one of them opens. */
export function useNumbers({ stem, title, about, lines, xName, plot }: Numbers) {
  const rows = () => {
    const all = [...new Set(lines.flatMap(({ points }) => points.map(({ x }) => x)))].sort((a, b) => a - b);
    return [
      [xName, ...lines.map(({ key }) => key)],
      ...all.map((x) => [
        Number(x.toPrecision(4)),
        ...lines.map(({ points }) => cell(points.find((p) => p.x === x)?.y ?? Number.NaN)),
      ]),
    ];
  };
  return useDrawnFiles({ stem, title, about, rows, plot });
}
