import { memo, type Ref } from 'react';
import { chartFontSize } from '../chart/chartLayout.ts';
import type { Identity } from '../chart/identity.ts';
import { markerAt } from '../chart/markerAt.ts';
import { useRoom } from '../chart/useRoom.ts';

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

export interface ChartTick {
  readonly at: number;
  readonly text: string;
  /** Second line of the text. */
  readonly more?: string;
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

interface Scale {
  /** Equal for equal scales. */
  readonly key: string;
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly fontSize: number;
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

function scaleOf({
  x,
  y,
  width,
  fontSize,
}: Pick<LineChartProps, 'x' | 'y'> & { width: number; fontSize: number }): Scale {
  const longest = Math.max(...y.map(({ text }) => text.length));
  const box = {
    left: (0.8 + 0.62 * longest) * fontSize,
    right: width - 1.2 * fontSize,
    top: 0.8 * fontSize,
    bottom: 17 * fontSize,
  };
  const along = (ticks: readonly ChartTick[], from: number, to: number) => (value: number) =>
    from + ((value - ticks[0]!.at) / (ticks.at(-1)!.at - ticks[0]!.at || 1)) * (to - from);
  const ends = [x[0]!.at, x.at(-1)!.at, y[0]!.at, y.at(-1)!.at];
  const key = JSON.stringify([width, fontSize, longest, ends]);
  return { key, ...box, fontSize, x: along(x, box.left, box.right), y: along(y, box.bottom, box.top) };
}

interface AxesProps extends Pick<LineChartProps, 'x' | 'y'> {
  readonly scale: Scale;
  readonly name: string;
}

const Axes = ({ scale, x, y, name }: AxesProps) => (
  <>
    {y.map(({ at, text }) => (
      <g key={at}>
        <path d={`M${scale.left} ${scale.y(at)}H${scale.right}`} stroke="var(--chart-grid)" />
        <text x={scale.left - 6} y={scale.y(at) + 0.35 * scale.fontSize} textAnchor="end">
          {text}
        </text>
      </g>
    ))}
    <path d={`M${scale.left} ${scale.bottom}H${scale.right}`} stroke="var(--chart-axis)" />
    {x.map(({ at, text, more }) => (
      <g key={at}>
        <path d={`M${scale.x(at)} ${scale.bottom}v4`} stroke="var(--chart-axis)" />
        <text x={scale.x(at)} y={scale.bottom + 1.5 * scale.fontSize} textAnchor="middle">
          {text}
        </text>
        {more && (
          <text
            x={scale.x(at)}
            y={scale.bottom + 2.7 * scale.fontSize}
            textAnchor={at === x.at(-1)!.at ? 'end' : 'middle'}
            fill="var(--ink-3)"
          >
            {more}
          </text>
        )}
      </g>
    ))}
    <text
      x={scale.right}
      y={scale.bottom + (x.some(({ more }) => more) ? 4.2 : 3) * scale.fontSize}
      textAnchor="end"
      fill="var(--ink-3)"
    >
      {name}
    </text>
  </>
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
