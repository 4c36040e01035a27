import { useState } from 'react';
import type { NumberParam } from '../../core/params.ts';
import { isBadNumber, NumberField } from '../setup/ParamField.tsx';

interface NumberSettingProps {
  readonly name: string;
  readonly param: NumberParam;
  /** Where its words are. */
  readonly path: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

/** A number that is in use. What is typed counts as soon as it makes sense; until then the last number does. */
export function NumberSetting({ name, param, path, value, onChange }: NumberSettingProps) {
  const [typed, setTyped] = useState<string>();
  const isOld = typed !== undefined && !isBadNumber(param, typed) && Number(typed) !== value;
  const change = (text: string | undefined) => {
    const next = text ?? String(param.default);
    setTyped(next);
    if (!isBadNumber(param, next)) onChange(Number(next));
  };
  const text = typed === undefined || isOld ? String(value) : typed;
  return <NumberField name={name} param={param} path={path} text={text} onChange={change} />;
}
