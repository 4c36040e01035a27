import type { Ref } from 'react';
import { chartFontSize } from '../chart/chartLayout.ts';
import { useRoom } from '../chart/useRoom.ts';
import { useVoice } from '../lab.tsx';

export interface CourseLine {
  readonly name: string;
  /** CSS colour. */
  readonly color: string;
  readonly dash?: string;
  /** Epochs since the beginning, and the value. */
  readonly points: readonly (readonly [number, number])[];
}

interface CoursePlotProps {
  readonly ref: Ref<SVGSVGElement>;
  readonly lines: readonly CourseLine[];
  /** Upper ends of the axes; both begin at 0. */
  readonly top: number;
  readonly last: number;
  readonly title: string;
}

/** Values over epochs; the newest of each line is written under the drawing. */
export function CoursePlot({ ref, lines, top, last, title }: CoursePlotProps) {
  const { say } = useVoice();
  const { holder, width, rem } = useRoom<HTMLDivElement>();
  const fontSize = chartFontSize(rem);
  const box = { left: 3 * fontSize, right: width - fontSize, top: fontSize, bottom: 15 * fontSize };
  const x = (time: number) => box.left + (time / last) * (box.right - box.left);
  const y = (value: number) => box.bottom - (value / top) * (box.bottom - box.top);
  const newest = ({ name, points }: CourseLine) => `${name} ${short(points.at(-1)![1])}`;
  return (
    <div ref={holder}>
      <svg
        ref={ref}
        className="chart"
        width={width}
        height={(18 + 1.6 * lines.length) * fontSize}
        fontSize={fontSize}
        fill="var(--chart-text)"
        role="img"
        aria-label={[title, ...lines.map(newest)].join('. ')}
      >
        <Axes box={box} x={x} y={y} top={top} last={last} fontSize={fontSize} name={say('train.column.epoch')} />
        {lines.map((line, i) => (
          <g key={line.name}>
            <path d={pathOf(line, x, y)} fill="none" stroke={line.color} strokeWidth="2" strokeDasharray={line.dash} />
            {line.points.length === 1 && (
              <circle cx={x(line.points[0]![0])} cy={y(line.points[0]![1])} r="3.2" fill={line.color} />
            )}
            <g transform={`translate(${box.left} ${box.bottom + (3.2 + 1.6 * i) * fontSize})`}>
              <path d={`M0 ${-0.35 * fontSize}h28`} stroke={line.color} strokeWidth="2" strokeDasharray={line.dash} />
              <text x="36">{newest(line)}</text>
            </g>
          </g>
        ))}
      </svg>
    </div>
  );
}

const short = (value: number) => (value >= 10 ? value.toFixed(1) : value.toFixed(3));

type Scale = (value: number) => number;

const pathOf = ({ points }: CourseLine, x: Scale, y: Scale) =>
  points.map(([time, value], i) => `${i === 0 ? 'M' : 'L'}${x(time).toFixed(1)} ${y(value).toFixed(1)}`).join('');

interface AxesProps {
  readonly box: Readonly<Record<'left' | 'right' | 'top' | 'bottom', number>>;
  readonly x: Scale;
  readonly y: Scale;
  readonly top: number;
  readonly last: number;
  readonly fontSize: number;
  readonly name: string;
}

function Axes({ box, x, y, top, last, fontSize, name }: AxesProps) {
  const unit = [1, 2, 5, 10, 20, 50, 100].find((step) => last / step <= 8) ?? last;
  const epochs = Array.from({ length: Math.floor(last / unit) + 1 }, (_, i) => i * unit);
  return (
    <g>
      {[0, 0.25, 0.5, 0.75, 1].map((part) => (
        <g key={part}>
          <path d={`M${box.left} ${y(part * top)}H${box.right}`} stroke="var(--chart-grid)" />
          <text x={box.left - 8} y={y(part * top) + 4} textAnchor="end">
            {Number((part * top).toPrecision(2))}
          </text>
        </g>
      ))}
      <path d={`M${box.left} ${box.bottom}H${box.right}`} stroke="var(--chart-axis)" />
      {epochs.map((epoch) => (
        <text key={epoch} x={x(epoch)} y={box.bottom + 1.4 * fontSize} textAnchor="middle">
          {epoch}
        </text>
      ))}
      <text x={box.right} y={box.bottom + 2.6 * fontSize} textAnchor="end" fill="var(--ink-3)">
        {name}
      </text>
    </g>
  );
}
