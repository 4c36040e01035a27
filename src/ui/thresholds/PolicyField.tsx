import { useState } from 'react';
import type { NumberParam } from '../../core/params.ts';
import { type Policy, type PolicyKey, policyParams } from '../../spec/thresholds/policy.ts';
import { useActions, useLab } from '../lab.tsx';
import { isBadNumber, NumberField } from '../setup/ParamField.tsx';

type NumberKey = Exclude<PolicyKey, 'rule'>;

export const PolicyFields = ({ names }: { readonly names: readonly NumberKey[] }) => (
  <>
    {names.map((name) => (
      <PolicyField key={name} name={name} param={policyParams[name]} />
    ))}
  </>
);

interface PolicyFieldProps {
  readonly name: NumberKey;
  readonly param: NumberParam;
}

/** A number of the policy. What is typed counts as soon as it makes sense; until then the last number does. */
function PolicyField({ name, param }: PolicyFieldProps) {
  const value = useLab((state) => state.policy[name]);
  const { setPolicy } = useActions();
  const [typed, setTyped] = useState<string>();
  const isOld = typed !== undefined && !isBadNumber(param, typed) && Number(typed) !== value;
  const change = (text: string | undefined) => {
    const next = text ?? String(param.default);
    setTyped(next);
    if (!isBadNumber(param, next)) setPolicy({ [name]: Number(next) } as Partial<Policy>); // every such key is a number
  };
  const text = typed === undefined || isOld ? String(value) : typed;
  return <NumberField name={name} param={param} path={`policy.${name}`} text={text} onChange={change} />;
}
