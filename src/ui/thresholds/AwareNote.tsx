import { acceptedWrong, bandsOf } from '../../spec/thresholds/bands.ts';
import { specOf } from '../../store/derived.ts';
import type { ThresholdView } from '../../store/thresholds.ts';
import { useVoice } from '../lab.tsx';
import { Note } from '../parts/Note.tsx';
import { AwareOffers } from './AwareOffers.tsx';
import { AwareTable } from './AwareTable.tsx';

/** The naive attack and the one that knows the threshold, side by side; or how to measure the second. */
export function AwareNote({ view }: { readonly view: ThresholdView }) {
  const { say, percent, attackOf } = useVoice();
  const { report, naive, knowing, policy } = view;
  const name = (group: NonNullable<typeof naive>) => attackOf(specOf(report), group.cell.attack);
  const share = (group: NonNullable<typeof naive>) => percent(acceptedWrong(bandsOf(group, policy)).value);
  const head = <b>{say('th.notDefense')}</b>;
  if (!knowing) return <Unaware view={view} />;
  return (
    <Note tone="caution">
      {head}{' '}
      {naive
        ? say('th.bothAttacks', {
            naive: name(naive),
            naiveShare: share(naive),
            aware: name(knowing),
            awareShare: share(knowing),
          })
        : say('th.onlyAware', { aware: name(knowing), awareShare: share(knowing) })}
      {naive && <AwareTable view={view} naive={naive} knowing={knowing} />}
      <AwareOffers view={view} />
    </Note>
  );
}

/** No attack of the run knows the threshold: the numbers flatter it. */
function Unaware({ view }: { readonly view: ThresholdView }) {
  const { say } = useVoice();
  return (
    <Note tone="caution">
      <b>{say('th.notDefense')}</b> {say('th.unaware')}
      <AwareOffers view={view} />
    </Note>
  );
}
