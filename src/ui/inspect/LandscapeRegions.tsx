import { memo } from 'react';
import type { Landscape } from '../../spec/landscape.ts';
import { textWidth } from '../chart/chartLayout.ts';
import type { ClassLook } from './classLooks.ts';
import type { MapLayout } from './LandscapeMap.tsx';
import { boundaryOf, namePlaces, runsOf } from './landscapeShapes.ts';

interface RegionsProps {
  /** Makes the ids of patterns unique on the page. */
  readonly id: string;
  readonly landscape: Landscape;
  readonly layout: MapLayout;
  readonly looks: ReadonlyMap<number, ClassLook>;
  readonly names: readonly string[];
}

const opacities = [0.1, 0.2, 0.32, 0.46]; // by shade

/** Class by colour, pattern and name; margin by shade; the boundary as a line. */
export const Regions = memo(function Regions({ id, landscape, layout, looks, names }: RegionsProps) {
  const { side } = landscape;
  const { left, top, size, fontSize } = layout;
  const cell = size / side;
  const x = (column: number) => left + column * cell;
  const y = (row: number) => top + (side - row) * cell; // rows count upwards
  const runs = runsOf(landscape);
  const nameSize = 1.5 * fontSize;
  const within = (centre: number, name: string) => {
    const half = Math.min(size, textWidth(name, nameSize)) / 2; // bold letters are a little wider than these
    return Math.min(Math.max(centre, left + half + nameSize / 2), left + size - half - nameSize / 2);
  };
  const edges = boundaryOf(landscape);
  const boundary = edges.map(
    ([x1, y1, x2, y2]) => `M${x(x1).toFixed(1)} ${y(y1).toFixed(1)}L${x(x2).toFixed(1)} ${y(y2).toFixed(1)}`,
  );
  return (
    <g>
      <defs>
        {[...looks].map(([k, { color, pattern }]) => (
          <pattern key={k} id={`${id}${k}`} width="8" height="8" patternUnits="userSpaceOnUse">
            {pattern && <path d={pattern} stroke={color} strokeWidth="1.1" fill="none" opacity="0.55" />}
          </pattern>
        ))}
      </defs>
      {runs.map(({ row, from, to, answer, level }) => {
        const box = { x: x(from), y: y(row + 1), width: (to - from + 1) * cell, height: cell };
        const look = looks.get(answer);
        return (
          <g key={row * side + from} shapeRendering="crispEdges">
            <rect {...box} fill={look?.color} fillOpacity={opacities[level]} />
            {look?.pattern && <rect {...box} fill={`url(#${id}${answer})`} />}
          </g>
        );
      })}
      <path d={boundary.join('')} stroke="var(--ink)" strokeWidth="1.5" fill="none" strokeLinecap="square" />
      {[...namePlaces(landscape)].map(([answer, { column, row }]) => (
        <text
          key={answer}
          x={within(x(column + 0.5), names[answer] ?? String(answer))}
          y={y(row + 0.5) + 0.5 * fontSize}
          textAnchor="middle"
          fontSize={nameSize}
          fontWeight="700"
          fill="var(--ink)"
          stroke="var(--surface)"
          strokeWidth="3.5"
          paintOrder="stroke"
        >
          {names[answer] ?? answer}
        </text>
      ))}
    </g>
  );
});
