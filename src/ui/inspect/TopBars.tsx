import type { CSSProperties } from 'react';
import { useVoice } from '../lab.tsx';

interface TopBarsProps {
  readonly probabilities: Float32Array;
  readonly names: readonly string[];
  readonly color?: string | undefined;
}

const rows = 4;

/** The classes the model believes in most. */
export function TopBars({ probabilities, names, color }: TopBarsProps) {
  const { percent } = useVoice();
  const order = [...probabilities.keys()].sort((a, b) => probabilities[b]! - probabilities[a]!).slice(0, rows);
  return (
    <ul className="top-bars">
      {order.map((k, i) => (
        <li key={k} className={i === 0 ? 'on' : undefined}>
          <span className="nm">{names[k] ?? k}</span>
          <span
            className="tk"
            style={
              {
                '--p': 100 * probabilities[k]!,
                '--c': color,
              } as CSSProperties /* React types know no custom properties */
            }
          >
            <i />
          </span>
          <span className="num right">{percent(probabilities[k]!)}</span>
        </li>
      ))}
    </ul>
  );
}
