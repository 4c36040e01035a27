import type { SpecText } from '../../spec/spec.ts';
import { type ThresholdView, withDetector } from '../../store/thresholds.ts';
import { useActions, useVoice } from '../lab.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { Note } from '../parts/Note.tsx';

/** Says that the report lacks what the chosen rule needs, and how to get it. */
export function RuleNote({ view: { missing, report } }: { readonly view: ThresholdView }) {
  const { say } = useVoice();
  const { load, start } = useActions();
  if (!missing) return null;
  const isDetector = missing === 'detector';
  const run = (text: SpecText) => {
    load(text);
    start();
  };
  const action = (
    <LinkButton onPress={() => run(isDetector ? withDetector(report) : report.spec)}>
      {say(isDetector ? 'th.runDetector' : 'th.runAgain')}
    </LinkButton>
  );
  return (
    <Note tone="caution" action={action}>
      {say(isDetector ? 'th.noDetector' : 'th.noEnergy')}
    </Note>
  );
}
