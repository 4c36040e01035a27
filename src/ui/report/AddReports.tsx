import { Button, DropZone, FileTrigger } from 'react-aria-components';
import { type Failure, failureOf } from '../../core/errors.ts';
import { readProfile } from '../../spec/robustness/profile.ts';
import { readSource, type Source } from '../../spec/robustness/sources.ts';
import type { CardChoice } from '../../store/labState.ts';
import { useLab, useLabStore, useVoice } from '../lab.tsx';
import { droppedFiles, type NamedFile } from '../models/droppedFiles.ts';
import { LinkButton } from '../parts/LinkButton.tsx';
import { Note } from '../parts/Note.tsx';

/** Takes saved reports and profiles; what cannot be read is said, and what was there stays. */
export function AddReports() {
  const voice = useVoice();
  const { say } = voice;
  const store = useLabStore();
  const { sources, failures } = useLab((state) => state.card);
  const take = async (files: readonly NamedFile[]) => {
    if (files.length === 0) return;
    const texts = await Promise.all(files.map(async ({ name, file }) => [name, await file.text()] as const));
    store.getState().setCard(withFiles(store.getState().card, texts));
  };
  return (
    <div className="stack">
      <DropZone
        className="drop"
        aria-label={say('rc.addReports')}
        getDropOperation={() => 'copy'}
        onDrop={({ items }) => void droppedFiles(items).then((files) => take(files))}
      >
        <p className="small muted">{say('rc.drop')}</p>
        <FileTrigger
          allowsMultiple
          acceptedFileTypes={['application/json']}
          onSelect={(list) => void take([...(list ?? [])].map((file) => ({ name: file.name, file })))}
        >
          <Button className="btn">{say('rc.addReports')}</Button>
        </FileTrigger>
      </DropZone>
      {failures.map((failure) => (
        <Note key={failure.message} tone="danger" urgent>
          <span className="lines">{say('rc.readFailed', { message: voice.failure(failure) })}</span>
        </Note>
      ))}
      {sources.length > 0 && (
        <ul className="added">
          {sources.map((source) => (
            <li key={source.name}>
              <span>
                {source.name} <span className="muted">({say(`rc.sourceKind.${source.kind}`)})</span>
              </span>
              <LinkButton
                onPress={() => store.getState().setCard({ sources: sources.filter((other) => other !== source) })}
              >
                {say('rc.remove', { name: source.name })}
              </LinkButton>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** The choice with some files more; a report of the same name takes the place of the one before. */
function withFiles(card: CardChoice, texts: readonly (readonly [string, string])[]): CardChoice {
  const [sources, failures] = [[...card.sources], [] as Failure[]];
  let { profile } = card;
  for (const [name, text] of texts) {
    try {
      if (isProfile(text)) profile = readProfile(text, name);
      else put(sources, readSource(text, name));
    } catch (cause) {
      failures.push(failureOf(cause));
    }
  }
  return { ...card, sources, profile, failures };
}

function put(sources: Source[], source: Source): void {
  const at = sources.findIndex(({ name }) => name === source.name);
  sources.splice(at < 0 ? sources.length : at, 1, source);
}

/** Only a profile has levels; what is no JSON is refused by the reader of reports. */
function isProfile(text: string): boolean {
  try {
    return Array.isArray((JSON.parse(text) as { readonly levels?: unknown } | null)?.levels);
  } catch {
    return false;
  }
}
