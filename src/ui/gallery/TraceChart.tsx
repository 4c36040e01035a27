import type { TraceStep } from '../../spec/craft.ts';
import { chartFontSize } from '../chart/chartLayout.ts';
import { useRoom } from '../chart/useRoom.ts';
import { useVoice } from '../lab.tsx';

interface TraceChartProps {
  readonly trace: readonly TraceStep[];
  readonly label: number;
  readonly step: number;
}

const rows = 5.4; // height of a panel in letters

/** Gain and confidence by step, each on its own real range, one above the other. */
export function TraceChart({ trace, label, step }: TraceChartProps) {
  const { say, percent } = useVoice();
  const { holder: ref, width, rem } = useRoom<HTMLDivElement>();
  const fontSize = chartFontSize(rem);
  const gains = trace.map(({ gain }) => gain[0]!);
  const beliefs = trace.map(({ probabilities }) => probabilities[label]!);
  const [least, most] = [Math.min(...gains), Math.max(...gains)];
  const reading = say('inspect.chart', {
    first: gains[0]!.toFixed(2),
    last: gains.at(-1)!.toFixed(2),
    before: percent(beliefs[0]!),
    after: percent(beliefs.at(-1)!),
  });
  const box = { width, height: rows * fontSize, left: 7 * fontSize, right: 10, pad: 0.8 * fontSize };
  return (
    <div ref={ref}>
      <svg width={width} height={2 * box.height} fontSize={fontSize} role="img" aria-label={reading}>
        <Panel
          name={say('inspect.gain')}
          values={gains}
          range={[least, most]}
          limits={[least.toFixed(1), most.toFixed(1)]}
          top={0}
          step={step}
          box={box}
        />
        <Panel
          name={say('inspect.confidence')}
          values={beliefs}
          range={[0, 1]}
          limits={[percent(0), percent(1)]}
          top={box.height}
          step={step}
          box={box}
        />
      </svg>
    </div>
  );
}

interface PanelProps {
  readonly name: string;
  readonly values: readonly number[];
  readonly range: readonly [number, number];
  readonly limits: readonly [string, string];
  readonly top: number;
  readonly step: number;
  readonly box: { width: number; height: number; left: number; right: number; pad: number };
}

function Panel({ name, values, range: [least, most], limits, top, step, box }: PanelProps) {
  const right = box.width - box.right;
  const x = (i: number) => box.left + (i / Math.max(1, values.length - 1)) * (right - box.left);
  const y = (value: number) =>
    top + box.height - box.pad - ((value - least) / Math.max(1e-9, most - least)) * (box.height - 2 * box.pad);
  const path = values.map((value, i) => `${i === 0 ? 'M' : 'L'}${x(i).toFixed(1)} ${y(value).toFixed(1)}`).join('');
  return (
    <g fill="var(--chart-text)">
      <path d={`M${box.left} ${y(least)}H${right}M${box.left} ${y(most)}H${right}`} stroke="var(--chart-grid)" />
      <path d={`M${x(step)} ${y(most)}V${y(least)}`} stroke="var(--chart-selected)" />
      <path d={path} fill="none" stroke="var(--ink)" strokeWidth="1.9" strokeLinejoin="round" />
      <circle cx={x(step)} cy={y(values[step]!)} r="4.5" fill="var(--surface)" stroke="var(--ink)" strokeWidth="2" />
      <text x="0" y={(y(least) + y(most)) / 2 + 4}>
        {name}
      </text>
      <text x={box.left - 8} y={y(most) + 4} textAnchor="end" fill="var(--ink-3)">
        {limits[1]}
      </text>
      <text x={box.left - 8} y={y(least) + 4} textAnchor="end" fill="var(--ink-3)">
        {limits[0]}
      </text>
    </g>
  );
}
