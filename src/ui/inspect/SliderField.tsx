import { useId } from 'react';
import type { NumberParam } from '../../core/params.ts';
import { useVoice } from '../lab.tsx';
import { Slider } from '../parts/Slider.tsx';
import { defaultless, Help, isBadNumber, limitsText } from '../setup/ParamField.tsx';
import { nextValue, positionOf, valueAt } from './sliderScale.ts';

interface SliderFieldProps {
  readonly param: NumberParam;
  /** Where its words are: `attacks.pgd.params.steps`. */
  readonly path: string;
  /** Text of the draft; undefined is the default. */
  readonly text: string | undefined;
  readonly onChange: (text: string | undefined) => void;
}

/** A number to drag or to type. */
export function SliderField({ param, path, text, onChange }: SliderFieldProps) {
  const voice = useVoice();
  const id = useId();
  const bad = isBadNumber(param, text);
  const value = bad ? param.default : Number(text ?? param.default);
  const label = voice.card(`${path}.label`, param.label);
  const set = (typed: string) => onChange(defaultless(param, typed));
  return (
    <div className="field">
      <div className="lab">
        <label htmlFor={id}>{label}</label>
        <span>
          <input
            id={id}
            className="input short"
            inputMode={param.integer ? 'numeric' : 'decimal'}
            autoComplete="off"
            aria-invalid={bad}
            aria-describedby={bad ? `${id}-help` : undefined}
            value={text ?? String(param.default)}
            onChange={(event) => set(event.target.value)}
          />
          {param.unit && <span className="unit">{param.unit}</span>}
        </span>
      </div>
      <Slider
        label={label}
        valueText={param.unit ? `${value} ${param.unit}` : String(value)}
        min={0}
        max={100}
        step="any"
        value={positionOf(param, value)}
        onChange={(at) => set(String(valueAt(param, at)))}
        onStep={(direction) => set(String(nextValue(param, value, direction)))}
      />
      {bad && (
        <Help id={`${id}-help`} bad>
          {limitsText(voice, param)}
        </Help>
      )}
    </div>
  );
}
