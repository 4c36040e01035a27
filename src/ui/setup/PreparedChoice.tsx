import { type PreparedId, preparedIds, preparedSpecs } from '../../spec/usual.ts';
import { readDraft, sameText } from '../../store/draft.ts';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { Segmented } from '../parts/Segmented.tsx';

/** Experiments that are ready to run; none is chosen once the form says something else. */
export function PreparedChoice() {
  const { say } = useVoice();
  const chosen = useLab(({ draft }) => preparedIds.find((id) => isSame(id, draft)));
  const { load } = useActions();
  return (
    <section className="grp">
      <h2>{say('setup.prepared')}</h2>
      <Segmented<PreparedId | ''>
        label={say('setup.prepared')}
        value={chosen ?? ''}
        options={preparedIds.map((id) => ({ value: id, text: say(`setup.prepared.${id}`) }))}
        onChange={(id) => id !== '' && load(preparedSpecs[id])}
      />
    </section>
  );
}

function isSame(id: PreparedId, draft: Readonly<Record<string, string>>): boolean {
  const reading = readDraft(draft);
  return reading.kind === 'valid' && sameText(reading.text, preparedSpecs[id]);
}
