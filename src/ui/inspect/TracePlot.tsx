import type { PointerEvent, Ref } from 'react';
import type { Examined } from '../../store/specimen.ts';
import { chartFontSize, textWidth } from '../chart/chartLayout.ts';
import { attackIdentity } from '../chart/identity.ts';
import { useRoom } from '../chart/useRoom.ts';
import { useVoice } from '../lab.tsx';
import type { TraceSeries } from './traceSeries.ts';

interface TracePlotProps {
  readonly ref: Ref<SVGSVGElement>;
  readonly series: TraceSeries;
  readonly names: readonly string[];
  readonly shown: Examined;
  readonly step: number;
  readonly onSeek: (step: number) => void;
  /** The main reading, for those who cannot see it. */
  readonly title: string;
}

/** Class probability by step: the clean class, its rival, all others. Pressing goes to a step. */
export function TracePlot({ ref, series, names, shown: { cell }, step, onSeek, title }: TracePlotProps) {
  const { say, percent } = useVoice();
  const { holder, width, rem } = useRoom<HTMLDivElement>();
  const fontSize = chartFontSize(rem);
  const name = (k: number) => names[k] ?? String(k);
  const { color } = attackIdentity(cell.attack, cell);
  const lines = [
    {
      text: say('single.others', { count: names.length - 2 }),
      values: series.others,
      color: 'var(--ink-3)',
      dash: '3 3',
    },
    { text: name(series.from), values: series.fromShare, color: 'var(--ink)', dash: undefined },
    { text: name(series.rival), values: series.rivalShare, color, dash: undefined },
  ].filter(({ values }) => names.length > 2 || values !== series.others);
  const last = series.answers.length - 1;
  const right = Math.max(...lines.map(({ text }) => textWidth(text, fontSize))) + 2.2 * fontSize;
  const box = {
    left: 2.8 * fontSize,
    right: width - Math.min(right, width / 3),
    top: 0.9 * fontSize,
    bottom: 15 * fontSize,
  };
  const x = (i: number) => box.left + (i / last) * (box.right - box.left);
  const y = (share: number) => box.bottom - share * (box.bottom - box.top);
  const seek = (event: PointerEvent<SVGSVGElement>) => {
    if (event.buttons === 0) return;
    const at = event.clientX - event.currentTarget.getBoundingClientRect().left;
    onSeek(Math.round((last * (at - box.left)) / (box.right - box.left)));
  };
  const lead = (i: number) => Math.max(series.fromShare[i]!, series.rivalShare[i]!);
  const value = lead(step);
  const atEnd = step > 0.8 * last;
  const beside = lead(atEnd ? Math.max(0, step - 2) : Math.min(last, step + 2)); // where the line runs under the label
  const below = value > 0.85 || beside > value;
  return (
    <div ref={holder}>
      <svg
        ref={ref}
        className="chart scrub"
        width={width}
        height={box.bottom + 3 * fontSize}
        fontSize={fontSize}
        fill="var(--chart-text)"
        role="img"
        aria-label={title}
        onPointerDown={seek}
        onPointerMove={seek}
      >
        <Axes box={box} x={x} y={y} last={last} fontSize={fontSize} name={say('inspect.step')} />
        {series.flip !== undefined && (
          <FlipMark at={x(series.flip)} box={box} fontSize={fontSize} text={say('single.flips')} />
        )}
        <path d={`M${x(step)} ${box.top}V${box.bottom}`} stroke="var(--chart-selected)" />
        {lines.map((line) => (
          <path
            key={line.text}
            d={line.values
              .map((share, i) => `${i === 0 ? 'M' : 'L'}${x(i).toFixed(1)} ${y(share).toFixed(1)}`)
              .join('')}
            fill="none"
            stroke={line.color}
            strokeWidth={line.dash ? 1.4 : 2.2}
            strokeDasharray={line.dash}
            strokeLinejoin="round"
          />
        ))}
        <EndLabels
          ends={lines.map((line) => ({ ...line, at: y(line.values.at(-1)!) }))}
          left={box.right}
          fontSize={fontSize}
          floor={box.bottom + 0.4 * fontSize}
        />
        <circle cx={x(step)} cy={y(value)} r="4.8" fill="var(--surface)" stroke="var(--ink)" strokeWidth="2.2" />
        <text
          x={x(step) + (atEnd ? -10 : 10)}
          y={y(value) + (below ? 1.6 : -0.6) * fontSize}
          textAnchor={atEnd ? 'end' : 'start'}
          fontWeight="700"
          fill="var(--ink)"
          stroke="var(--surface)"
          strokeWidth="3"
          paintOrder="stroke"
        >
          {percent(value)}
        </text>
      </svg>
    </div>
  );
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

interface AxesProps {
  readonly box: Box;
  readonly x: (step: number) => number;
  readonly y: (share: number) => number;
  readonly last: number;
  readonly fontSize: number;
  readonly name: string;
}

const shares = [0, 25, 50, 75, 100];

function Axes({ box, x, y, last, fontSize, name }: AxesProps) {
  const most = Math.max(2, Math.floor((box.right - box.left) / (5 * fontSize)));
  const unit = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000].find((step) => last / step <= most) ?? last;
  const ticks = Array.from({ length: Math.floor(last / unit) + 1 }, (_, i) => i * unit);
  return (
    <g>
      {shares.map((share) => (
        <g key={share}>
          <path d={`M${box.left} ${y(share / 100)}H${box.right}`} stroke="var(--chart-grid)" />
          <text x={box.left - 8} y={y(share / 100) + 4} textAnchor="end">
            {share}
          </text>
        </g>
      ))}
      <path d={`M${box.left} ${box.bottom}H${box.right}`} stroke="var(--chart-axis)" />
      {ticks.map((step) => (
        <g key={step}>
          <path d={`M${x(step)} ${box.bottom}v4`} stroke="var(--chart-axis)" />
          <text x={x(step)} y={box.bottom + 1.5 * fontSize} textAnchor="middle">
            {step}
          </text>
        </g>
      ))}
      <text x={box.right} y={box.bottom + 2.8 * fontSize} textAnchor="end" fill="var(--ink-3)">
        {name}
      </text>
    </g>
  );
}

function FlipMark({ at, box, fontSize, text }: { at: number; box: Box; fontSize: number; text: string }) {
  const room = box.right - at > textWidth(text, fontSize) + 8; // after the flip the lines part
  return (
    <g>
      <path d={`M${at} ${box.top}V${box.bottom}`} stroke="var(--chart-axis)" strokeDasharray="2 3" />
      <text
        x={at + (room ? 6 : -6)}
        y={(box.top + box.bottom) / 2}
        textAnchor={room ? 'start' : 'end'}
        stroke="var(--surface)"
        strokeWidth="3"
        paintOrder="stroke"
      >
        {text}
      </text>
    </g>
  );
}

interface End {
  readonly text: string;
  readonly color: string;
  readonly at: number;
}

/** Names at the right ends, pushed apart until none touches another. */
function EndLabels({
  ends,
  left,
  fontSize,
  floor,
}: {
  ends: readonly End[];
  left: number;
  fontSize: number;
  floor: number;
}) {
  const gap = 1.2 * fontSize;
  const sorted = [...ends].sort((a, b) => b.at - a.at); // from below upwards
  const places: number[] = [];
  for (const { at } of sorted) places.push(Math.min(at, (places.at(-1) ?? floor + gap) - gap));
  return sorted.map(({ text, color, at }, i) => (
    <g key={text}>
      <path d={`M${left + 4} ${at}L${left + 12} ${places[i]}`} stroke={color} />
      <text x={left + 16} y={places[i]! + 4}>
        {text}
      </text>
    </g>
  ));
}
