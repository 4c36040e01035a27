import { useLab, useVoice } from '../lab.tsx';
import { Rail } from '../parts/Rail.tsx';
import { Staged } from '../parts/Staged.tsx';
import { PeopleGroup, PriceGroup } from './CostGroups.tsx';
import { ThresholdLines } from './ThresholdLines.tsx';
import { TrafficGroup } from './TrafficGroup.tsx';
import { thresholdText } from './thresholdText.ts';

/** Thresholds, traffic, prices and people. Nothing here runs a model. */
export function ThresholdsRail() {
  return (
    <Rail summary={<Summary />}>
      <Staged>
        <ThresholdLines />
        <TrafficGroup />
        <PriceGroup />
        <PeopleGroup />
      </Staged>
    </Rail>
  );
}

function Summary() {
  const { say } = useVoice();
  const { accept, reject } = useLab((state) => state.policy);
  return <>{say('th.summary', { accept: thresholdText(accept), reject: thresholdText(reject) })}</>;
}
