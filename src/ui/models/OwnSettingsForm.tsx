import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { OwnModel } from '../../spec/own.ts';
import { useActions, useVoice } from '../lab.tsx';
import { Picker } from '../parts/Picker.tsx';
import { Segmented } from '../parts/Segmented.tsx';
import { asText, type PixelChoice, presetIds, readPixels } from './pixelChoice.ts';

/** What the reader may know better than the file: how pixels are prepared, and what the classes are called. */
export function OwnSettingsForm({ model, busy }: { readonly model: OwnModel; readonly busy: boolean }) {
  const { say } = useVoice();
  const { recheck } = useActions();
  const [choice, setChoice] = useState<PixelChoice>(() => asText(model.preprocessing));
  const [names, setNames] = useState(model.classNames.join('\n'));
  const classNames = names.split('\n').map((name) => name.trim());
  const given = classNames.filter((name) => name !== '');
  const channels = model.shape[2];
  const preprocessing = readPixels(choice, channels);
  const ready = preprocessing !== undefined && (given.length === 0 || given.length === model.classes);
  const change = (part: Partial<PixelChoice>) => setChoice({ ...choice, ...part });
  return (
    <form
      className="fields"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) void recheck({ preprocessing, classNames: given });
      }}
    >
      <div>
        <span className="lab">{say('models.preset')}</span>
        <Picker
          label={say('models.preset')}
          value={choice.preset}
          options={presetIds
            .filter((id) => id !== 'imagenet' || channels === 3)
            .map((value) => ({ value, text: say(`models.preset.${value}`) }))}
          onChange={(preset) => change({ preset })}
        />
        <span className="help">{say('models.rangeAbout')}</span>
      </div>
      {choice.preset === 'custom' && (
        <>
          <Numbers label={say('models.mean')} text={choice.mean} onChange={(mean) => change({ mean })} />
          <Numbers
            label={say('models.deviation')}
            text={choice.deviation}
            onChange={(deviation) => change({ deviation })}
          />
          <span className={preprocessing ? 'help' : 'help bad'}>{say('models.numbers', { channels })}</span>
        </>
      )}
      {channels === 3 && (
        <Segmented
          label={say('models.order')}
          value={choice.order}
          options={(['RGB', 'BGR'] as const).map((value) => ({ value, text: value }))}
          onChange={(order) => change({ order })}
        />
      )}
      <label className="field">
        <span className="lab">{say('models.names')}</span>
        <textarea className="input" rows={4} value={names} onChange={(event) => setNames(event.target.value)} />
        <span className={given.length === 0 || given.length === model.classes ? 'help' : 'help bad'}>
          {say('models.namesAbout', { got: given.length, classes: model.classes })}
        </span>
      </label>
      <Button type="submit" className="btn" isDisabled={!ready || busy}>
        {say('models.apply')}
      </Button>
    </form>
  );
}

interface NumbersProps {
  readonly label: string;
  readonly text: string;
  readonly onChange: (text: string) => void;
}

const Numbers = ({ label, text, onChange }: NumbersProps) => (
  <label className="field">
    <span className="lab">{label}</span>
    <input className="input" value={text} onChange={(event) => onChange(event.target.value)} />
  </label>
);
