import { useState } from 'react';
import type { LabStore } from '../../store/labStore.ts';
import { currentLink } from '../../store/urlSync.ts';
import { useLabStore, useVoice } from '../lab.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';

const shownMs = 2500;

/** Puts the address of the experiment on the clipboard and says so. */
export const copyLink = (store: LabStore): Promise<void> =>
  navigator.clipboard.writeText(currentLink(store, window.location));

export function CopyLink() {
  const { say } = useVoice();
  const store = useLabStore();
  const [outcome, setOutcome] = useState<'idle' | 'copied' | 'failed'>('idle');
  const tell = (next: typeof outcome) => {
    setOutcome(next);
    setTimeout(() => setOutcome('idle'), shownMs);
  };
  const copy = () =>
    copyLink(store).then(
      () => tell('copied'),
      () => tell('failed'),
    );
  const words = { idle: 'strip.copy', copied: 'strip.copied', failed: 'strip.copyFailed' } as const;
  return (
    <>
      <LinkButton onPress={copy}>{say(words[outcome])}</LinkButton>
      <span className="sr" role="status">
        {outcome !== 'idle' && say(words[outcome])}
      </span>
    </>
  );
}
