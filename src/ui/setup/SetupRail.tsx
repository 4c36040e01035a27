import { globalParams } from '../../spec/specParams.ts';
import { namesIn } from '../../store/draft.ts';
import { useLab, useVoice } from '../lab.tsx';
import { lazily } from '../parts/lazily.tsx';
import { Rail } from '../parts/Rail.tsx';
import { Staged } from '../parts/Staged.tsx';
import { AttackList } from './AttackList.tsx';
import { DataForm } from './DataForm.tsx';
import { DefenseList } from './DefenseList.tsx';
import { PreparedChoice } from './PreparedChoice.tsx';
import { RunControls } from './RunControls.tsx';
import { ThreatForm } from './ThreatForm.tsx';

const DetectorList = lazily(async () => (await import('./DetectorList.tsx')).DetectorList);

/** The whole set-up of an experiment. */
export const SetupRail = () => (
  <Rail summary={<Summary />}>
    <Staged>
      <PreparedChoice />
      <DataForm />
      <ThreatForm />
      <AttackList />
      <DefenseList />
      <DetectorList />
      <RunControls />
    </Staged>
  </Rail>
);

function Summary() {
  const { say } = useVoice();
  const draft = useLab((state) => state.draft);
  const values = {
    attacks: say('setup.attackCount', { count: namesIn(draft, 'attack').length }),
    defenses: say('setup.defenseCount', { count: namesIn(draft, 'defense').length }),
    n: draft.count ?? globalParams.count.default,
  };
  return <>{say('setup.summary', values)}</>;
}
