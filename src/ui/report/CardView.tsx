import { useMemo, useState } from 'react';
import { version } from '../../../package.json' with { type: 'json' };
import { type CardSources, makeCard } from '../../spec/robustness/makeCard.ts';
import { standardProfile } from '../../spec/robustness/profile.ts';
import { useLab, useVoice } from '../lab.tsx';
import { Note } from '../parts/Note.tsx';
import { qrModules } from '../sheet/qrModules.ts';
import { Sheet } from '../sheet/Sheet.tsx';
import { CardBar } from './CardBar.tsx';
import { CardSetup } from './CardSetup.tsx';
import { CompareReports } from './CompareReports.tsx';
import { useExamples } from './useExamples.ts';

/** The card with everything that can be done to it. */
export function CardView({ sources }: { readonly sources: CardSources }) {
  const voice = useVoice();
  const running = useLab((state) => state.run.kind === 'running');
  const policy = useLab((state) => state.policy);
  const choice = useLab((state) => state.card);
  const { defense, profile = standardProfile } = choice;
  const [madeAt] = useState(() => new Date().toISOString());
  const { examples, failure, waiting } = useExamples(sources, defense);
  const card = useMemo(() => {
    const address = window.location.href.replace(/#.*$/, '');
    return makeCard(sources, { profile, policy, defense, version, madeAt, address, examples });
  }, [sources, profile, policy, defense, madeAt, examples]);
  const qr = useMemo(() => qrModules(card.link), [card.link]);
  return (
    <>
      <CardBar card={card} status={running ? voice.say('rc.running') : waiting ? voice.say('rc.crafting') : ''} />
      <CardSetup sources={sources} card={card} />
      {failure && <Note tone="caution">{voice.failure(failure)}</Note>}
      <CompareReports sources={sources} />
      <Sheet card={card} voice={voice} qr={qr} />
    </>
  );
}
