import { memo, type Ref } from 'react';
import { chartFontSize } from './chartLayout.ts';
import type { Identity } from './identity.ts';
import { Axes, type ChartTick, type Scale, scaleOf } from './LineAxes.tsx';
import { markerAt } from './markerAt.ts';
import { useRoom } from './useRoom.ts';

export interface ChartPoint {
  readonly x: number;
  readonly y: number;
  /** 95 % interval of y. */
  readonly low?: number;
  readonly high?: number;
}

export interface ChartLine {
  readonly key: string;
  readonly identity: Identity;
  readonly points: readonly ChartPoint[];
  /** The point the reader chose. */
  readonly ring?: ChartPoint | undefined;
  /** A point where something happened. */
  readonly flag?: ChartPoint | undefined;
}

interface LineChartProps {
  readonly ref: Ref<SVGSVGElement>;
  /** The main reading, for those who cannot see it. */
  readonly title: string;
  readonly xName: string;
  readonly x: readonly ChartTick[];
  readonly y: readonly ChartTick[];
  readonly lines: readonly ChartLine[];
  /** Draws a marker at every point; for lines of few points. */
  readonly marked?: boolean;
  /** From corner to corner, as the perfect answer. */
  readonly diagonal?: boolean;
  /** What lies between two lines over the same x. */
  readonly shaded?: { readonly upper: readonly ChartPoint[]; readonly lower: readonly ChartPoint[] };
}

/** Lines over one axis each way. The ends of the axes are their first and last ticks. */
export function LineChart({
  ref,
  title,
  xName,
  x,
  y,
  lines,
  shaded,
  marked = false,
  diagonal = false,
}: LineChartProps) {
  const { holder, width, rem } = useRoom<HTMLDivElement>();
  const fontSize = chartFontSize(rem);
  const scale = scaleOf({ x, y, width, fontSize });
  return (
    <div ref={holder}>
      {width > 0 && (
        <svg
          ref={ref}
          className="chart"
          width={width}
          height={scale.bottom + (x.some(({ more }) => more) ? 4.6 : 3.4) * fontSize}
          fontSize={fontSize}
          fill="var(--chart-text)"
          role="img"
          aria-label={title}
        >
          <Axes scale={scale} x={x} y={y} name={xName} />
          {diagonal && (
            <path
              d={`M${scale.left} ${scale.bottom}L${scale.right} ${scale.top}`}
              stroke="var(--chart-chance)"
              strokeDasharray="3 3"
            />
          )}
          {shaded && <path d={between(shaded, scale)} fill="var(--ink-3)" opacity="var(--chart-band)" />}
          {lines.map((line) => (
            <Line key={line.key} line={line} scale={scale} marked={marked} />
          ))}
          {lines.map(
            ({ key, flag, identity: { color } }) =>
              flag && <Flag key={key} x={scale.x(flag.x)} y={scale.y(flag.y)} color={color} />,
          )}
          {lines.map(
            ({ key, ring, identity: { color } }) =>
              ring && (
                <circle
                  key={key}
                  cx={scale.x(ring.x)}
                  cy={scale.y(ring.y)}
                  r="6"
                  fill="var(--surface)"
                  stroke={color}
                  strokeWidth="2.4"
                />
              ),
          )}
        </svg>
      )}
    </div>
  );
}

/** On a mast above its point. */
const Flag = ({ x, y, color }: { readonly x: number; readonly y: number; readonly color: string }) => (
  <g stroke={color} strokeWidth="1.6">
    <circle cx={x} cy={y} r="2.4" fill={color} />
    <path d={`M${x} ${y}v-22`} fill="none" />
    <path d={`M${x} ${y - 22}l10 3.6l-10 3.6Z`} fill={color} strokeLinejoin="round" />
  </g>
);

/** Drawn again only when its points or the room for them change. */
const Line = memo(
  ({ line, scale, marked }: LineProps) => {
    const { points } = line;
    const { color, dash, width, marker, open } = line.identity;
    return (
      <g>
        <path d={bandPath(line, scale)} fill={color} opacity="var(--chart-band)" />
        <path
          d={points.map((p, i) => `${i === 0 ? 'M' : 'L'}${place(scale, p, p.y)}`).join('')}
          fill="none"
          stroke={color}
          strokeWidth={width}
          strokeDasharray={dash}
          strokeLinejoin="round"
        />
        {marked && (
          <path
            d={points.map((p) => markerAt(marker, scale.x(p.x), scale.y(p.y))).join('')}
            fill={open ? 'var(--surface)' : color}
            stroke={color}
          />
        )}
      </g>
    );
  },
  (a, b) =>
    a.line.points === b.line.points &&
    a.line.identity.color === b.line.identity.color &&
    a.scale.key === b.scale.key &&
    a.marked === b.marked,
);

const place = ({ x, y }: Scale, point: ChartPoint, value: number) => `${x(point.x).toFixed(1)} ${y(value).toFixed(1)}`;

interface LineProps {
  readonly line: ChartLine;
  readonly scale: Scale;
  readonly marked: boolean;
}

/** The intervals as one area; nothing where a line has none. */
const bandPath = ({ points }: ChartLine, scale: Scale): string =>
  points.length < 2 || points[0]!.low === undefined
    ? ''
    : between(
        { upper: points.map((p) => ({ ...p, y: p.high! })), lower: points.map((p) => ({ ...p, y: p.low! })) },
        scale,
      );

function between({ upper, lower }: NonNullable<LineChartProps['shaded']>, scale: Scale): string {
  const edge = [...upper, ...[...lower].reverse()];
  return `M${edge.map((p) => place(scale, p, p.y)).join('L')}Z`;
}
