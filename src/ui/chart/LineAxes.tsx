export interface ChartTick {
  readonly at: number;
  readonly text: string;
  /** Second line of the text. */
  readonly more?: string;
}

interface Ticks {
  readonly x: readonly ChartTick[];
  readonly y: readonly ChartTick[];
}

export interface Scale {
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

/** The ends of the axes are their first and last ticks. */
export function scaleOf({
  x,
  y,
  width,
  fontSize,
}: Ticks & { readonly width: number; readonly fontSize: number }): Scale {
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

interface AxesProps extends Ticks {
  readonly scale: Scale;
  readonly name: string;
}

export const Axes = ({ scale, x, y, name }: AxesProps) => (
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
