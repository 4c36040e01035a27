import { memo, useState } from 'react';
import type { FitKind } from '../../core/raster.ts';
import { fitKinds } from '../../core/raster.ts';
import type { ImageSettings, ImagesFound } from '../../spec/ownImages.ts';
import { modelFacts } from '../../store/album.ts';
import { modelIn } from '../../store/draft.ts';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { Picker } from '../parts/Picker.tsx';
import { Segmented } from '../parts/Segmented.tsx';
import { AlbumClasses } from './AlbumClasses.tsx';

interface AlbumFormProps {
  readonly found: ImagesFound;
  readonly settings: ImageSettings;
}

/**
 * What the reader decides about images: name, size, colours, shape and classes. The preview follows. Drawn again only when
 * one of them changes, not with every step of the progress below it.
 */
export const AlbumForm = memo(function AlbumForm({ found, settings }: AlbumFormProps) {
  const { say } = useVoice();
  const { changeAlbum } = useActions();
  const [height, width, channels] = settings.shape;
  return (
    <div className="fields">
      <label className="field">
        <span className="lab">{say('images.name')}</span>
        <input
          className="input"
          value={settings.name}
          onChange={(event) => void changeAlbum({ name: event.target.value })}
        />
      </label>
      <SizeField found={found} settings={settings} />
      <Segmented
        label={say('images.colours')}
        value={channels === 3 ? 'colour' : 'grey'}
        options={(['colour', 'grey'] as const).map((value) => ({ value, text: say(`images.${value}`) }))}
        onChange={(value) => void changeAlbum({ shape: [height, width, value === 'colour' ? 3 : 1] })}
      />
      <div>
        <span className="lab">{say('images.fit')}</span>
        <Segmented<FitKind>
          label={say('images.fit')}
          value={settings.fit}
          options={fitKinds.map((value) => ({ value, text: say(`images.fit.${value}`) }))}
          onChange={(fit) => void changeAlbum({ fit })}
        />
      </div>
      <AlbumClasses found={found} settings={settings} />
    </div>
  );
});

function SizeField({ found: { usualSize }, settings: { shape } }: AlbumFormProps) {
  const { say, model } = useVoice();
  const { changeAlbum } = useActions();
  const id = useLab(({ draft }) => modelIn(draft));
  const own = useLab((state) => state.own);
  const wanted = modelFacts({ draft: { model: id }, own }).shape.slice(0, 2);
  const [custom, setCustom] = useState(false);
  const sizes = [
    { value: wanted.join(' × '), text: say('images.sizeOfModel', { size: wanted.join(' × '), model: model(id) }) },
    ...(usualSize && String(usualSize) !== String(wanted)
      ? [{ value: usualSize.join(' × '), text: say('images.sizeUsual', { size: usualSize.join(' × ') }) }]
      : []),
    { value: 'custom', text: say('images.sizeCustom') },
  ];
  const now = shape.slice(0, 2).join(' × ');
  const listedNow = sizes.some(({ value }) => value === now);
  const change = (height: number, width: number) => void changeAlbum({ shape: [height, width, shape[2]] });
  return (
    <div>
      <span className="lab">{say('images.size')}</span>
      <Picker
        label={say('images.size')}
        value={custom || !listedNow ? 'custom' : now}
        options={sizes}
        onChange={(value) => {
          setCustom(value === 'custom');
          const [height, width] = value.split(' × ').map(Number);
          if (height && width) change(height, width);
        }}
      />
      {(custom || !listedNow) && (
        <div className="sides">
          <Side label={say('images.height')} value={shape[0]} onChange={(height) => change(height, shape[1])} />
          <Side label={say('images.width')} value={shape[1]} onChange={(width) => change(shape[0], width)} />
          <span className="help">{say('images.sizeAbout')}</span>
        </div>
      )}
    </div>
  );
}

const longestSide = 1024;

interface SideProps {
  readonly label: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

/** Taken when it makes sense; what does not stays in the field. */
function Side({ label, value, onChange }: SideProps) {
  const [text, setText] = useState(String(value));
  const read = (typed: string) =>
    /^\d+$/.test(typed) && Number(typed) >= 1 && Number(typed) <= longestSide ? Number(typed) : undefined;
  return (
    <label className="field">
      <span className="lab">{label}</span>
      <input
        className="input short"
        inputMode="numeric"
        aria-invalid={read(text) === undefined}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          const side = read(event.target.value.trim());
          if (side !== undefined) onChange(side);
        }}
      />
    </label>
  );
}
