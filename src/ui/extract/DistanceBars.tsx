import type { Watching } from '../../spec/extractEvents.ts';
import { chartFontSize } from '../chart/chartLayout.ts';
import { useRoom } from '../chart/useRoom.ts';
import { useVoice } from '../lab.tsx';

const bins = 22;

interface DistanceBarsProps {
  readonly who: string;
  readonly distances: Float32Array;
  /** Everybody's distances, which share one axis. */
  readonly all: readonly Watching[];
  readonly color: string;
}

/** How the distances of one client are spread, scaled to its own maximum. */
export function DistanceBars({ who, distances, all, color }: DistanceBarsProps) {
  const { say, count } = useVoice();
  const { holder, width, rem } = useRoom<HTMLDivElement>();
  const [from, to] = rangeOf(all);
  const counts = countsOf(distances, from, to);
  const most = Math.max(1, ...counts);
  const fontSize = chartFontSize(rem);
  const base = 7.2 * fontSize;
  const step = width / bins;
  const mode = from + ((counts.indexOf(most) + 0.5) / bins) * (to - from);
  const words = { near: from.toFixed(2), far: to.toFixed(2), mode: mode.toFixed(2) };
  const title = say('ex.watch.distances', { who });
  return (
    <div ref={holder}>
      <h3>{title}</h3>
      {width > 0 && distances.length > 0 && (
        <svg
          className="chart"
          width={width}
          height={base + 1.6 * fontSize}
          fontSize={fontSize}
          role="img"
          aria-label={`${title}. ${say('ex.watch.bars', { count: count(distances.length), ...words })}`}
        >
          {counts.map((value, i) => (
            <rect
              // biome-ignore lint/suspicious/noArrayIndexKey: bars have no name but their place
              key={i}
              x={i * step + 0.75}
              y={base - (base * value) / most}
              width={Math.max(1, step - 1.5)}
              height={(base * value) / most}
              fill={color}
            />
          ))}
          <path d={`M0 ${base}H${width}`} stroke="var(--chart-axis)" />
          <text x="0" y={base + 1.3 * fontSize} fill="var(--ink-3)">
            {say('ex.watch.near')}
          </text>
          <text x={width} y={base + 1.3 * fontSize} textAnchor="end" fill="var(--ink-3)">
            {say('ex.watch.far')}
          </text>
        </svg>
      )}
    </div>
  );
}

function rangeOf(all: readonly Watching[]): readonly [number, number] {
  const values = all.flatMap(({ distances }) => [...distances]);
  const [from, to] = values.reduce(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)] as [number, number],
    [Number.POSITIVE_INFINITY, 0] as [number, number],
  );
  return from < to ? [from, to] : [0, Math.max(1, to)];
}

function countsOf(distances: Float32Array, from: number, to: number): number[] {
  const counts = Array.from({ length: bins }, () => 0);
  for (const distance of distances)
    counts[Math.min(bins - 1, Math.floor((bins * (distance - from)) / (to - from)))]! += 1;
  return counts;
}
