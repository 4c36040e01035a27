import { Switch } from 'react-aria-components';
import { type Preset, presetsFor } from '../../spec/thresholds/policy.ts';
import { isPlace, type ScoreName, scoreNames } from '../../spec/thresholds/scoreNames.ts';
import { boardInUse, defensesOf } from '../../store/thresholds.ts';
import { useActions, useLab, useReport, useVoice } from '../lab.tsx';
import { Picker } from '../parts/Picker.tsx';
import { Segmented } from '../parts/Segmented.tsx';
import { Slider, Ticks } from '../parts/Slider.tsx';
import { Help } from '../setup/ParamField.tsx';
import { thresholdText } from './thresholdText.ts';

/** The two lines, what they are compared with, and the model they stand behind. */
export function ThresholdLines() {
  const { say } = useVoice();
  return (
    <section className="grp">
      <h2>{say('th.thresholds')}</h2>
      <Presets />
      <Line line="accept" />
      <Line line="reject" />
      <RulePicker />
      <Margin />
      <DefenseChoice />
      <Help>{say('th.noRun')}</Help>
    </section>
  );
}

function Presets() {
  const { say } = useVoice();
  const presets = useLab(({ policy }) => presetsFor(policy.rule));
  const presetNames = Object.keys(presets) as Preset[]; // keys of a record by name
  const preset = useLab(({ policy: { accept, reject } }) =>
    presetNames.find((name) => presets[name].accept === accept && presets[name].reject === reject),
  );
  const { setPolicy } = useActions();
  return (
    <Segmented<Preset | ''>
      label={say('th.preset')}
      value={preset ?? ''}
      options={presetNames.map((value) => ({ value, text: say(`th.preset.${value}`) }))}
      onChange={(name) => name && setPolicy(presets[name])}
    />
  );
}

function Line({ line }: { readonly line: 'accept' | 'reject' }) {
  const { say } = useVoice();
  const value = useLab((state) => state.policy[line]);
  const { moveThreshold } = useActions();
  return (
    <div className="field">
      <div className="lab">
        <span>{say(`th.line.${line}`)}</span>
        <span className="v num">
          <b>{thresholdText(value)}</b>
        </span>
      </div>
      <Slider
        label={say(`th.line.${line}`)}
        valueText={thresholdText(value)}
        min={0}
        max={1}
        step={0.01}
        value={value}
        onChange={(to) => moveThreshold(line, to)}
      />
      <Ticks ticks={unitTicks} />
    </div>
  );
}

function RulePicker() {
  const { say, option } = useVoice();
  const rule = useLab((state) => state.policy.rule);
  const { setPolicy } = useActions();
  // Between a probability and a place among clean images the old thresholds would mean something else.
  const change = (next: ScoreName) =>
    setPolicy({ rule: next, ...(isPlace(next) === isPlace(rule) ? {} : presetsFor(next).balanced) });
  return (
    <Picker
      label={say('th.rule')}
      value={rule}
      options={scoreNames.map((value) => ({ value, text: option('rule', value), about: say(`th.rule.${value}`) }))}
      onChange={change}
    />
  );
}

const unitTicks = [0, 50, 100].map((at) => ({ at, text: String(at / 100) }));
const usualMargin = 0.3;

function Margin() {
  const { say } = useVoice();
  const margin = useLab((state) => state.policy.margin);
  const { setPolicy } = useActions();
  return (
    <>
      <Switch className="switch" isSelected={margin > 0} onChange={(on) => setPolicy({ margin: on ? usualMargin : 0 })}>
        <span className="tr" />
        <span>
          {say('th.margin')}
          <Help>{say('th.marginHelp')}</Help>
        </span>
      </Switch>
      {margin > 0 && (
        <div className="field">
          <div className="lab">
            <span>{say('th.marginValue')}</span>
            <span className="v num">
              <b>{thresholdText(margin)}</b>
            </span>
          </div>
          <Slider
            label={say('th.marginValue')}
            valueText={thresholdText(margin)}
            min={0.01}
            max={1}
            step={0.01}
            value={margin}
            onChange={(value) => setPolicy({ margin: value })}
          />
        </div>
      )}
    </>
  );
}

function DefenseChoice() {
  const voice = useVoice();
  const report = useReport();
  const defense = useLab((state) => report && boardInUse(state, report).defense);
  const { chooseDefense } = useActions();
  const names = report ? defensesOf(report) : [];
  if (defense === undefined || names.length < 2) return null;
  return (
    <Picker
      label={voice.say('th.defense')}
      value={defense}
      options={names.map((value) => ({ value, text: voice.defense(value) }))}
      onChange={chooseDefense}
    />
  );
}
