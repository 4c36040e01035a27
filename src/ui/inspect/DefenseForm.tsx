import { Switch } from 'react-aria-components';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { Picker } from '../parts/Picker.tsx';
import { offeredDefenses } from '../setup/offeredDefenses.ts';
import { Help } from '../setup/ParamField.tsx';

/** What stands in front of the model, and whether the attack knows it. */
export function DefenseForm() {
  const voice = useVoice();
  const { say } = voice;
  const { defense = 'none', adaptive } = useLab((state) => state.specimen.text);
  const { editSpecimen } = useActions();
  const names = [...new Set([...offeredDefenses, defense])];
  return (
    <section className="grp">
      <h2>{say('single.defense')}</h2>
      <Picker
        label={say('single.defense')}
        value={defense}
        options={names.map((value) => ({ value, text: voice.defense(value) }))}
        onChange={(value) => editSpecimen('defense', value)}
      />
      {defense !== 'none' && (
        <Switch
          className="switch"
          isSelected={adaptive !== 'no'}
          onChange={(on) => editSpecimen('adaptive', on ? undefined : 'no')}
        >
          <span className="tr" />
          <span>
            {say('single.adaptive')}
            <Help>{say('single.adaptiveHelp')}</Help>
          </span>
        </Switch>
      )}
      <Help>{say('single.live')}</Help>
    </section>
  );
}
