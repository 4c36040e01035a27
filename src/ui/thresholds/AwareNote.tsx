import { parseSpec } from '../../spec/spec.ts';
import { acceptedWrong, bandsOf } from '../../spec/thresholds/bands.ts';
import { type ThresholdView, withAwareAttack } from '../../store/thresholds.ts';
import { useActions, useVoice } from '../lab.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { Note } from '../parts/Note.tsx';

/** The naive attack and the one that knows the threshold, side by side; or how to measure the second. */
export function AwareNote({ view }: { readonly view: ThresholdView }) {
  const { say, percent, attackOf } = useVoice();
  const { report, naive, knowing, policy } = view;
  const spec = parseSpec(report.spec);
  const name = (group: NonNullable<typeof naive>) => attackOf(spec, group.cell.attack);
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
    </Note>
  );
}

/** No attack of the run knows the threshold: the numbers flatter it. */
function Unaware({ view: { report } }: { readonly view: ThresholdView }) {
  const { say } = useVoice();
  const { load, start } = useActions();
  const text = withAwareAttack(report);
  const run = () => {
    load(text!);
    start();
  };
  return (
    <Note tone="caution" action={text && <LinkButton onPress={run}>{say('th.runAware')}</LinkButton>}>
      <b>{say('th.notDefense')}</b> {say('th.unaware')}
    </Note>
  );
}
