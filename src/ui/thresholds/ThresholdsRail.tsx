import { Button, Switch } from 'react-aria-components';
import { cheapestPair } from '../../spec/thresholds/costs.ts';
import { type PolicyKey, type Preset, policyParams, presets } from '../../spec/thresholds/policy.ts';
import { scoreNames } from '../../spec/thresholds/score.ts';
import { boardInUse, defensesOf, trafficInUse } from '../../store/thresholds.ts';
import { useActions, useLab, useLabStore, useReport, useVoice } from '../lab.tsx';
import { Picker } from '../parts/Picker.tsx';
import { Rail } from '../parts/Rail.tsx';
import { Segmented } from '../parts/Segmented.tsx';
import { Slider, Ticks } from '../parts/Slider.tsx';
import { Staged } from '../parts/Staged.tsx';
import { Help } from '../setup/ParamField.tsx';
import { PolicyField } from './PolicyField.tsx';
import { thresholdText } from './thresholdText.ts';

/** Thresholds, traffic, prices and people. Nothing here runs a model. */
export function ThresholdsRail() {
  return (
    <Rail summary={<Summary />}>
      <Staged>
        <Thresholds />
        <Traffic />
        <Prices />
        <People />
      </Staged>
    </Rail>
  );
}

function Summary() {
  const { say } = useVoice();
  const { accept, reject } = useLab((state) => state.policy);
  return <>{say('th.summary', { accept: thresholdText(accept), reject: thresholdText(reject) })}</>;
}

function Thresholds() {
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

const presetNames = Object.keys(presets) as Preset[]; // keys of a record by name

function Presets() {
  const { say } = useVoice();
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
  return (
    <Picker
      label={say('th.rule')}
      value={rule}
      options={scoreNames.map((value) => ({ value, text: option('rule', value), about: say(`th.rule.${value}`) }))}
      onChange={(next) => setPolicy({ rule: next })}
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

function Traffic() {
  const { say, percent } = useVoice();
  const share = useLab((state) => state.policy.attacked);
  const { setPolicy } = useActions();
  return (
    <section className="grp">
      <h2>{say('th.traffic')}</h2>
      <Fields names={['perDay']} />
      <div className="field">
        <div className="lab">
          <span>{say('th.attacked')}</span>
          <span className="v num">
            <b>{percent(share)}</b>
          </span>
        </div>
        <Slider
          label={say('th.attacked')}
          valueText={percent(share)}
          min={0}
          max={100}
          step={1}
          value={placeOf(share)}
          onChange={(at) => setPolicy({ attacked: shareAt(at) })}
        />
        <Ticks ticks={shareTicks} />
      </div>
    </section>
  );
}

const third = 100 / 3; // 0, then 1 %, 10 % and 100 % at equal distances
const shareTicks = [0, 0.01, 0.1, 1].map((share) => ({ at: placeOf(share), text: `${100 * share}%` }));

function placeOf(share: number): number {
  return share < 0.01 ? third * 100 * share : third * (3 + Math.log10(share));
}

function shareAt(at: number): number {
  const share = at < third ? at / third / 100 : 10 ** (at / third - 3);
  return Number(Math.min(1, share).toPrecision(2));
}

const Prices = () => {
  const { say } = useVoice();
  return (
    <section className="grp">
      <h2>{say('th.prices')}</h2>
      <Fields names={['wrongAccept', 'wrongReject', 'minute', 'seconds']} />
      <Help>{say('th.anyMoney')}</Help>
      <CheapestButton />
    </section>
  );
};

function CheapestButton() {
  const { say } = useVoice();
  const store = useLabStore();
  const report = useReport();
  const find = () => {
    if (!report) return;
    const { accept, reject } = cheapestPair(trafficInUse(store.getState(), report), store.getState().policy);
    store.getState().setPolicy({ accept, reject });
  };
  return (
    <Button className="btn wide" onPress={find} isDisabled={report === undefined}>
      {say('th.findCheapest')}
    </Button>
  );
}

function People() {
  const { say } = useVoice();
  return (
    <section className="grp">
      <h2>{say('th.people')}</h2>
      <Fields names={['reviewers', 'hours', 'skill', 'flood']} />
    </section>
  );
}

const Fields = ({ names }: { readonly names: readonly NumberKey[] }) => (
  <>
    {names.map((name) => (
      <PolicyField key={name} name={name} param={policyParams[name]} />
    ))}
  </>
);

type NumberKey = Exclude<PolicyKey, 'rule'>;
