import { useState } from 'react';
import type { ImageSettings, ImagesFound } from '../../spec/ownImages.ts';
import { modelFacts } from '../../store/album.ts';
import { modelIn } from '../../store/draft.ts';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { Note } from '../parts/Note.tsx';
import { Picker } from '../parts/Picker.tsx';

interface AlbumClassesProps {
  readonly found: ImagesFound;
  readonly settings: ImageSettings;
}

/** What the classes are called; or, where the files do not say, which one all images are of. */
export function AlbumClasses({ found, settings }: AlbumClassesProps) {
  return settings.label === undefined ? (
    <Names found={found} settings={settings} />
  ) : (
    <OneClass label={settings.label} names={settings.classNames} />
  );
}

const mostNumbers = 1000; // classes of a model without names; those of ImageNet

function OneClass({ label, names }: { readonly label: number; readonly names: readonly string[] }) {
  const voice = useVoice();
  const { say } = voice;
  const { changeAlbum } = useActions();
  const model = useLab(({ draft }) => modelIn(draft));
  const shown = voice.classNames(model, names);
  const count = names.length || mostNumbers;
  const options = Array.from({ length: count }, (_, k) => ({
    value: String(k),
    text: shown[k] ?? say('images.labelNumber', { number: k }),
  }));
  return (
    <div>
      <span className="lab">{say('images.label')}</span>
      <Picker
        label={say('images.label')}
        value={String(label)}
        options={options}
        onChange={(value) => void changeAlbum({ label: Number(value) })}
      />
    </div>
  );
}

function Names({ found, settings }: AlbumClassesProps) {
  const { say } = useVoice();
  const { changeAlbum } = useActions();
  const [text, setText] = useState(settings.classNames.join('\n'));
  const classes = found.classNames.length;
  const names = text.split('\n').map((name) => name.trim());
  const given = names.filter((name) => name !== '');
  return (
    <>
      <label className="field">
        <span className="lab">{say('images.classNames')}</span>
        <textarea
          className="input"
          rows={4}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            const next = event.target.value
              .split('\n')
              .map((name) => name.trim())
              .filter((name) => name !== '');
            if (next.length === classes) void changeAlbum({ classNames: next });
          }}
        />
        <span className={given.length === classes ? 'help' : 'help bad'}>
          {say('images.classNamesAbout', { got: given.length, classes })}
        </span>
      </label>
      <OtherNames names={settings.classNames} />
    </>
  );
}

/** Said where classes will be matched by number although both sides have names. */
function OtherNames({ names }: { readonly names: readonly string[] }) {
  const voice = useVoice();
  const id = useLab(({ draft }) => modelIn(draft));
  const own = useLab((state) => state.own);
  const theirs = modelFacts({ draft: { model: id }, own }).classNames;
  const known = new Set(theirs.map((name) => name.toLowerCase()));
  const differs = theirs.length > 0 && !names.every((name) => known.has(name.toLowerCase()));
  if (!differs) return null;
  const values = { model: voice.model(id), mine: names[0]!, theirs: voice.classNames(id, theirs)[0]! };
  return (
    <Note tone="caution">
      <p>{voice.say('images.otherNames', values)}</p>
    </Note>
  );
}
