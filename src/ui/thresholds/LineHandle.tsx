import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { textWidth } from '../chart/chartLayout.ts';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { thresholdText } from './thresholdText.ts';

/** Where the rows of the drawing are, in pixels. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly rowHeight: number;
  readonly fontSize: number;
  readonly narrow: boolean;
}

export const placeAt = ({ left, right }: Box, score: number) => left + score * (right - left);

interface LineHandleProps {
  readonly line: 'accept' | 'reject';
  readonly box: Box;
  readonly bottom: number;
}

const steps: Readonly<Record<string, 1 | -1>> = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 };

/** A threshold: drag it, or focus it and use the arrow keys. */
export function LineHandle({ line, box, bottom }: LineHandleProps) {
  const { say } = useVoice();
  const value = useLab((state) => state.policy[line]);
  const { moveThreshold } = useActions();
  const grip = useRef<SVGGElement>(null);
  const x = placeAt(box, value);
  const drag = (event: PointerEvent<SVGGElement>) => {
    if (event.buttons === 0) return;
    const drawing = grip.current!.ownerSVGElement!.getBoundingClientRect();
    const at = (event.clientX - drawing.left - box.left) / (box.right - box.left);
    moveThreshold(line, Math.round(100 * at) / 100);
  };
  const grab = (event: PointerEvent<SVGGElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    event.currentTarget.focus();
  };
  const press = (event: KeyboardEvent) => {
    const direction = steps[event.key];
    if (event.key === 'Home' || event.key === 'End') moveThreshold(line, event.key === 'Home' ? 0 : 1);
    else if (direction !== undefined) moveThreshold(line, value + direction * (event.shiftKey ? 0.05 : 0.01));
    else return;
    event.preventDefault();
  };
  const middle = (box.top + bottom) / 2 + (line === 'accept' ? 0 : box.fontSize * 1.6);
  const text = thresholdText(value);
  const label = textWidth(text, box.fontSize) + 10;
  return (
    <g
      ref={grip}
      className="handle"
      role="slider"
      tabIndex={0}
      aria-label={say(`th.line.${line}`)}
      aria-valuemin={0}
      aria-valuemax={1}
      aria-valuenow={value}
      aria-valuetext={text}
      onPointerDown={grab}
      onPointerMove={drag}
      onKeyDown={press}
    >
      <rect x={x - 12} y={box.top - 6} width={24} height={bottom - box.top + 2.2 * box.fontSize} fill="transparent" />
      <path d={`M${x} ${box.top - 4}V${bottom + 4}`} stroke="var(--chart-selected)" strokeWidth="2" />
      <rect
        className="grip"
        x={x - 4}
        y={middle - 10}
        width={8}
        height={20}
        rx={3}
        fill="var(--surface)"
        stroke="var(--chart-selected)"
        strokeWidth="1.6"
      />
      <rect
        x={x - label / 2}
        y={bottom + 0.4 * box.fontSize}
        width={label}
        height={1.6 * box.fontSize}
        rx={3}
        fill="var(--ink)"
      />
      <text x={x} y={bottom + 1.6 * box.fontSize} textAnchor="middle" fontWeight="700" fill="var(--on-ink)">
        {text}
      </text>
    </g>
  );
}
