import type { CSSProperties } from 'react';
import type { Rate } from '../../core/stats.ts';

/** Value and interval on a line from 0 to 100; the text beside it carries the numbers. */
export function IntervalBar({
  rate,
  color,
}: {
  readonly rate: Pick<Rate, 'value' | 'low' | 'high'>;
  readonly color?: string;
}) {
  const position = { '--lo': 100 * rate.low, '--hi': 100 * rate.high, '--v': 100 * rate.value, '--c': color };
  return (
    <span
      className="ivl"
      aria-hidden="true"
      style={position as CSSProperties /* React types know no custom properties */}
    >
      <i />
      <b />
    </span>
  );
}
