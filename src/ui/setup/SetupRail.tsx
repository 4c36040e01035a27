import { useState } from 'react';
import { globalParams } from '../../spec/spec.ts';
import { namesIn } from '../../store/draft.ts';
import { useLab, useVoice } from '../lab.tsx';
import { Staged } from '../parts/Staged.tsx';
import { AttackList } from './AttackList.tsx';
import { DataForm } from './DataForm.tsx';
import { DefenseList } from './DefenseList.tsx';
import { RunControls } from './RunControls.tsx';
import { ThreatForm } from './ThreatForm.tsx';

/** The whole set-up; folded to one line where there is no room beside the results. */
export function SetupRail() {
  const { say } = useVoice();
  const [open, setOpen] = useState(false);
  return (
    <aside className="rail" aria-label={say('setup.title')}>
      <button type="button" className="rail-head" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span>
          <b>{say('setup.title')}</b>
          <Summary />
        </span>
        <span className="linkbtn">{say(open ? 'setup.hide' : 'setup.change')}</span>
      </button>
      <div className={open ? 'rail-in' : 'rail-in folded'}>
        <Staged>
          <DataForm />
          <ThreatForm />
          <AttackList />
          <DefenseList />
          <RunControls />
        </Staged>
      </div>
    </aside>
  );
}

function Summary() {
  const { say } = useVoice();
  const draft = useLab((state) => state.draft);
  const values = {
    attacks: say('setup.attackCount', { count: namesIn(draft, 'attack').length }),
    defenses: say('setup.defenseCount', { count: namesIn(draft, 'defense').length }),
    n: draft.count ?? globalParams.count.default,
  };
  return <span className="muted">{say('setup.summary', values)}</span>;
}
