import { type ReactNode, useId } from 'react';
import { Switch } from 'react-aria-components';
import { unreachable } from '../../core/errors.ts';
import type { ChoiceParam, FlagParam, NumberParam, Param } from '../../core/params.ts';
import { useVoice } from '../lab.tsx';
import { TriangleIcon } from '../parts/icons.tsx';
import { Picker } from '../parts/Picker.tsx';
import { Segmented } from '../parts/Segmented.tsx';

interface FieldProps<P extends Param = Param> {
  /** Key within its card. */
  readonly name: string;
  readonly param: P;
  /** Where its words are: `attacks.pgd.params.steps`. */
  readonly path: string;
  /** Text of the draft; undefined is the default. */
  readonly text: string | undefined;
  readonly onChange: (text: string | undefined) => void;
}

/** The right control for a parameter, from its schema alone. */
export function ParamField({ param, ...props }: FieldProps) {
  switch (param.kind) {
    case 'number':
      return <NumberField param={param} {...props} />;
    case 'choice':
      return <ChoiceField param={param} {...props} />;
    case 'flag':
      return <FlagField param={param} {...props} />;
    default:
      return unreachable(param);
  }
}

export function NumberField({ param, path, text, onChange }: FieldProps<NumberParam>) {
  const voice = useVoice();
  const id = useId();
  const bad = isBadNumber(param, text);
  return (
    <div className="param">
      <label htmlFor={id}>{voice.card(`${path}.label`, param.label)}</label>
      <span>
        <input
          id={id}
          className="input short"
          inputMode={param.integer ? 'numeric' : 'decimal'}
          autoComplete="off"
          aria-invalid={bad}
          aria-describedby={`${id}-help`}
          value={text ?? String(param.default)}
          onChange={(event) => onChange(defaultless(param, event.target.value))}
        />
        {param.unit && <span className="unit">{param.unit}</span>}
      </span>
      <Help id={`${id}-help`} bad={bad}>
        {bad ? limitsText(voice, param) : voice.card(`${path}.help`, param.help)}
      </Help>
    </div>
  );
}

export const isBadNumber = (param: NumberParam, text: string | undefined): boolean => {
  const value = text === undefined ? param.default : text.trim() === '' ? Number.NaN : Number(text);
  return !(value >= param.min && value <= param.max && (!param.integer || Number.isInteger(value)));
};

export const limitsText = ({ say }: ReturnType<typeof useVoice>, { integer, min, max }: NumberParam): string =>
  say(integer ? 'form.integer' : 'form.number', { min, max: max.toLocaleString('en-US') });

export const defaultless = (param: Param, text: string): string | undefined =>
  text === String(param.default) ? undefined : text;

export function Help({ id, bad = false, children }: { id?: string; bad?: boolean; children: ReactNode }) {
  return (
    <span className={bad ? 'help bad' : 'help'} id={id}>
      {bad && <TriangleIcon />}
      {children}
    </span>
  );
}

function ChoiceField({ name, param, path, text, onChange }: FieldProps<ChoiceParam>) {
  const { card, option } = useVoice();
  const id = useId();
  const options = param.options.map((value) => ({ value, text: option(name, value) }));
  const label = card(`${path}.label`, param.label);
  const props = { label, options, value: text ?? param.default };
  const change = (value: string) => onChange(defaultless(param, value));
  return (
    <div className="param block">
      <span className="label" id={id}>
        {label}
      </span>
      {options.length <= 3 ? <Segmented {...props} onChange={change} /> : <Picker {...props} onChange={change} />}
      <Help>{card(`${path}.help`, param.help)}</Help>
    </div>
  );
}

function FlagField({ param, path, text, onChange }: FieldProps<FlagParam>) {
  const { card } = useVoice();
  const change = (on: boolean) => onChange(defaultless(param, String(on)));
  return (
    <Switch className="switch" isSelected={(text ?? String(param.default)) === 'true'} onChange={change}>
      <span className="tr" />
      <span>
        {card(`${path}.label`, param.label)}
        <Help>{card(`${path}.help`, param.help)}</Help>
      </span>
    </Switch>
  );
}
