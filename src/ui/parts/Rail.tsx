import { type ReactNode, useState } from 'react';
import { useVoice } from '../lab.tsx';

interface RailProps {
  /** The set-up in one line, for where it is folded. */
  readonly summary: ReactNode;
  /** Nothing was run yet: what begins a run stays in view where the rest is folded. */
  readonly fresh?: boolean;
  readonly children: ReactNode;
}

/** The set-up beside the results; folded to one line where there is no room. */
export function Rail({ summary, fresh = false, children }: RailProps) {
  const { say } = useVoice();
  const [open, setOpen] = useState(false);
  return (
    <aside className="rail" aria-label={say('setup.title')}>
      <button type="button" className="rail-head" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span>
          <b>{say('setup.title')}</b>
          <span className="muted">{summary}</span>
        </span>
        <span className="linkbtn">{say(open ? 'setup.hide' : 'setup.change')}</span>
      </button>
      <div className={open ? 'rail-in' : fresh ? 'rail-in fresh' : 'rail-in folded'}>{children}</div>
    </aside>
  );
}
