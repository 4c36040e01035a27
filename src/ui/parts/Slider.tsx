import type { CSSProperties, KeyboardEvent } from 'react';

interface SliderProps {
  readonly label: string;
  /** Text a screen reader says for the value. */
  readonly valueText: string;
  readonly min: number;
  readonly max: number;
  readonly value: number;
  readonly step?: number | 'any';
  readonly onChange: (value: number) => void;
  /** Takes over the arrow keys where the values are not evenly spaced. */
  readonly onStep?: (direction: 1 | -1) => void;
}

const directions: Readonly<Record<string, 1 | -1>> = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 };

export function Slider({ label, valueText, min, max, value, step = 1, onChange, onStep }: SliderProps) {
  const share = max > min ? (100 * (value - min)) / (max - min) : 0;
  const takeArrows = (event: KeyboardEvent) => {
    const direction = directions[event.key];
    if (!onStep || direction === undefined) return;
    event.preventDefault();
    onStep(direction);
  };
  return (
    <input
      type="range"
      className="slider"
      aria-label={label}
      aria-valuetext={valueText}
      min={min}
      max={max}
      step={step}
      value={value}
      style={{ '--p': share } as CSSProperties} // React types know no custom properties
      onChange={(event) => onChange(Number(event.target.value))}
      onKeyDown={takeArrows}
    />
  );
}

interface Tick {
  /** Position, 0 to 100. */
  readonly at: number;
  readonly text: string;
}

/** Values under a slider, at their true positions. */
export function Ticks({ ticks }: { readonly ticks: readonly Tick[] }) {
  return (
    <div className="ticks num" aria-hidden="true">
      {ticks.map(({ at, text }, i) => (
        <span
          key={text}
          className={i === 0 ? 'first' : i === ticks.length - 1 ? 'last' : undefined}
          style={{ '--p': at } as CSSProperties} // React types know no custom properties
        >
          {text}
        </span>
      ))}
    </div>
  );
}
