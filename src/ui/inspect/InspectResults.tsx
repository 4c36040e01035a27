import { memo, useDeferredValue } from 'react';
import type { Examined } from '../../store/specimen.ts';
import { useLab, useVoice } from '../lab.tsx';
import { FailureText } from '../parts/FailureText.tsx';
import { Finding } from '../parts/Finding.tsx';
import { Note } from '../parts/Note.tsx';
import { BadLink } from '../results/BadLink.tsx';
import { CompareFigure } from './CompareFigure.tsx';
import { classNamesOf } from './classNames.ts';
import { LandscapeSection } from './LandscapeSection.tsx';
import { specimenFindingText } from './specimenFindingText.ts';
import { TraceFigure } from './TraceFigure.tsx';

const Figure1 = memo(CompareFigure);
const Figure2 = memo(TraceFigure);
const Figure3 = memo(LandscapeSection);

/** The result column: finding, the images, the path, the surroundings. What is shown stays until its successor is there. */
export function InspectResults() {
  const shown = useLab((state) => state.specimen.shown);
  const landscape = useDeferredValue(useLab((state) => state.specimen.land?.landscape));
  const busy = useLab((state) => state.specimen.busy);
  return (
    <div className="stack inspect" aria-busy={busy}>
      <BadLink />
      <State />
      {shown && <Heading shown={shown} />}
      {shown && <Figure1 shown={shown} />}
      {shown && <Figure2 shown={shown} />}
      {shown && landscape && <Figure3 shown={shown} landscape={landscape} />}
    </div>
  );
}

/** Why nothing is there, or why it does not change. */
function State() {
  const { say } = useVoice();
  const { shown, busy, failure } = useLab((state) => state.specimen);
  const running = useLab((state) => state.run.kind === 'running');
  if (failure)
    return (
      <Note tone="danger" urgent>
        <FailureText failure={failure} />
      </Note>
    );
  if (busy && running) return <Note tone="info">{say('single.behindRun')}</Note>;
  if (shown) return null;
  return (
    <p className="kicker" role="status">
      {say('single.first')}
    </p>
  );
}

function Heading({ shown }: { readonly shown: Examined }) {
  const voice = useVoice();
  const { picture, spec } = shown;
  const names = classNamesOf(spec.model, picture.cleanProbabilities.length, voice);
  const kicker = { image: picture.image, label: names[picture.label] ?? picture.label };
  const text = specimenFindingText(voice, shown);
  return <Finding kicker={voice.say('single.kicker', kicker)} text={text} spoken={text} />;
}
