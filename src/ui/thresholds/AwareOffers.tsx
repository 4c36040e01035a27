import type { SpecText } from '../../spec/spec.ts';
import { awareRuns, type ThresholdView } from '../../store/thresholds.ts';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { thresholdText } from './thresholdText.ts';

/** Attacks that know the threshold and have not been run: ordinary ones, run again with the same seed. */
export function AwareOffers({ view: { report, policy } }: { readonly view: ThresholdView }) {
  const { say } = useVoice();
  const running = useLab(({ run }) => run.kind === 'running');
  const { load, start } = useActions();
  const run = (text: SpecText) => {
    load(text);
    start();
  };
  const offers = awareRuns(report, policy);
  if (offers.length === 0) return null;
  return (
    <p className="offers">
      {offers.map(({ kind, text, kappa }) => (
        <LinkButton key={kind} isDisabled={running} onPress={() => run(text)}>
          {say(`th.run.${kind}`, { accept: thresholdText(policy.accept), kappa })}
        </LinkButton>
      ))}
    </p>
  );
}
