import type { ReactNode } from 'react';
import { CheckedIcon, InfoIcon, StopSignIcon, TriangleIcon } from './icons.tsx';

export type Tone = 'ok' | 'info' | 'caution' | 'danger';

const icons = { ok: CheckedIcon, info: InfoIcon, caution: TriangleIcon, danger: StopSignIcon };

interface NoteProps {
  readonly tone: Tone;
  /** An error speaks up at once; everything else waits to be read. */
  readonly urgent?: boolean;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

/** What happened, its effect on the numbers, the next step. */
export function Note({ tone, urgent = false, action, children }: NoteProps) {
  const Icon = icons[tone];
  return (
    <div className={`note ${tone}`} role={urgent ? 'alert' : 'note'}>
      <Icon />
      <div>{children}</div>
      {action}
    </div>
  );
}
