import type { CSSProperties } from 'react';

interface ProgressBarProps {
  readonly label: string;
  /** 0 to 100. */
  readonly percent: number;
  readonly text: string;
}

export const ProgressBar = ({ label, percent, text }: ProgressBarProps) => (
  <div
    className="prog"
    role="progressbar"
    aria-label={label}
    aria-valuemin={0}
    aria-valuemax={100}
    aria-valuenow={Math.round(percent)}
    aria-valuetext={text}
  >
    <i style={{ '--p': percent } as CSSProperties /* React types know no custom properties */} />
  </div>
);
