import { Button } from 'react-aria-components';
import { cheapestPair } from '../../spec/thresholds/costs.ts';
import { trafficInUse } from '../../store/thresholds.ts';
import { useLabStore, useReport, useVoice } from '../lab.tsx';
import { Help } from '../setup/ParamField.tsx';
import { PolicyFields } from './PolicyField.tsx';

/** What a mistake costs, and the pair of thresholds that costs least. */
export const PriceGroup = () => {
  const { say } = useVoice();
  return (
    <section className="grp">
      <h2>{say('th.prices')}</h2>
      <PolicyFields names={['wrongAccept', 'wrongReject', 'minute', 'seconds']} />
      <Help>{say('th.anyMoney')}</Help>
      <CheapestButton />
    </section>
  );
};

function CheapestButton() {
  const { say } = useVoice();
  const store = useLabStore();
  const report = useReport();
  const find = () => {
    if (!report) return;
    const { accept, reject } = cheapestPair(trafficInUse(store.getState(), report), store.getState().policy);
    store.getState().setPolicy({ accept, reject });
  };
  return (
    <Button className="btn wide" onPress={find} isDisabled={report === undefined}>
      {say('th.findCheapest')}
    </Button>
  );
}

/** Who reviews, and for how long. */
export function PeopleGroup() {
  const { say } = useVoice();
  return (
    <section className="grp">
      <h2>{say('th.people')}</h2>
      <PolicyFields names={['reviewers', 'hours', 'skill', 'flood']} />
    </section>
  );
}
