import { useId } from 'react';
import { globalParams } from '../../spec/specParams.ts';
import { widestHalfInterval } from '../../store/derived.ts';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { Slider, Ticks } from '../parts/Slider.tsx';
import { defaultless, Help, isBadNumber, limitsText } from './ParamField.tsx';

const param = globalParams.count;
const ticks = [param.min, 10, 100, 1000, param.max].map((n) => ({ at: position(n), text: n.toLocaleString('en-US') }));

/** How many images, on a logarithmic scale or typed. */
export function CountField() {
  const voice = useVoice();
  const id = useId();
  const text = useLab((state) => state.draft.count);
  const { edit } = useActions();
  const bad = isBadNumber(param, text);
  const value = bad ? param.default : Number(text ?? param.default);
  const label = voice.card('run.count.label', param.label);
  const set = (typed: string) => edit('count', defaultless(param, typed));
  return (
    <div className="field">
      <div className="lab">
        <label htmlFor={id}>{label}</label>
        <input
          id={id}
          className="input short"
          inputMode="numeric"
          autoComplete="off"
          aria-invalid={bad}
          aria-describedby={`${id}-help`}
          value={text ?? String(param.default)}
          onChange={(event) => set(event.target.value)}
        />
      </div>
      <Slider
        label={label}
        valueText={voice.count(value)}
        min={0}
        max={100}
        step={0.5}
        value={position(value)}
        onChange={(at) => set(String(roundCount(param.min * (param.max / param.min) ** (at / 100))))}
      />
      <Ticks ticks={ticks} />
      <Help id={`${id}-help`} bad={bad}>
        {bad
          ? limitsText(voice, param)
          : voice.say('setup.countHelp', { points: widestHalfInterval(value).toFixed(1) })}
      </Help>
    </div>
  );
}

function position(n: number): number {
  return (100 * Math.log(n / param.min)) / Math.log(param.max / param.min);
}

/** Two digits are enough for a slider. */
function roundCount(n: number): number {
  const unit = Math.max(1, 10 ** (Math.floor(Math.log10(n)) - 1));
  return Math.round(n / unit) * unit;
}
