import type { ExtractView } from '../../store/extractView.ts';
import { useVoice } from '../lab.tsx';
import { Note } from '../parts/Note.tsx';
import { chainNameOf } from './extractNames.ts';

/** Why the numbers above flatter a countermeasure; nothing where they do not. */
export function DoubtNotes({ view: { doubts } }: { readonly view: ExtractView }) {
  const voice = useVoice();
  return doubts.map(({ code, countermeasures }) => (
    <Note key={code + countermeasures} tone="caution">
      {voice.say(`ex.doubt.${code}`, { measures: chainNameOf(voice, countermeasures) })}
    </Note>
  ));
}
