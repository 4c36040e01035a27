import type { Norm } from '../../core/threat.ts';
import { useVoice } from '../lab.tsx';
import type { MapLayout } from './LandscapeMap.tsx';

interface LandscapeAxesProps {
  readonly norm: Norm;
  readonly reach: number;
  readonly layout: MapLayout;
  readonly directed: boolean;
}

/** Lengths in the norm of the threat; in L∞ as grey levels. */
export function LandscapeAxes({ norm, reach, layout, directed }: LandscapeAxesProps) {
  const { say } = useVoice();
  const { left, top, size, fontSize, x, y } = layout;
  const bottom = top + size;
  const ticks = [-1, -0.5, 0, 0.5, 1].map((share) => share * reach);
  const anchors = ['start', 'middle', 'middle', 'middle', 'end'] as const;
  return (
    <g>
      <rect x={left} y={top} width={size} height={size} fill="none" stroke="var(--chart-axis)" />
      {ticks.map((length, i) => (
        <g key={length}>
          <text x={x(length)} y={bottom + 1.3 * fontSize} textAnchor={anchors[i]}>
            {tickText(norm, length, i === ticks.length - 1)}
          </text>
          <text x={left - 6} y={y(length) + (i === 0 ? 0 : i === 4 ? 0.75 : 0.35) * fontSize} textAnchor="end">
            {tickText(norm, length, false)}
          </text>
        </g>
      ))}
      <text x={left + size} y={bottom + 2.8 * fontSize} textAnchor="end" fill="var(--ink-3)">
        {say(directed ? 'land.along' : 'land.random')}
      </text>
      <text transform={`translate(${0.9 * fontSize} ${top}) rotate(-90)`} textAnchor="end" fill="var(--ink-3)">
        {say('land.across')}
      </text>
    </g>
  );
}

/** `−38/255` at the end, `−38` elsewhere; a minus sign as wide as a plus. */
function tickText(norm: Norm, length: number, last: boolean): string {
  const size = Math.abs(length);
  const text = norm === 'linf' ? Number((255 * size).toFixed(1)) : Number(size.toPrecision(3));
  const sign = length < 0 && size > 0 ? '−' : '';
  return `${sign}${text}${norm === 'linf' && last ? '/255' : ''}`;
}
