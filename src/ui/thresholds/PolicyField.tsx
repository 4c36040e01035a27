import { type Policy, type PolicyKey, policyParams } from '../../spec/thresholds/policy.ts';
import { useActions, useLab } from '../lab.tsx';
import { NumberSetting } from './NumberSetting.tsx';

type NumberKey = Exclude<PolicyKey, 'rule'>;

export const PolicyFields = ({ names }: { readonly names: readonly NumberKey[] }) => (
  <>
    {names.map((name) => (
      <PolicyField key={name} name={name} />
    ))}
  </>
);

function PolicyField({ name }: { readonly name: NumberKey }) {
  const value = useLab((state) => state.policy[name]);
  const { setPolicy } = useActions();
  const change = (next: number) => setPolicy({ [name]: next } as Partial<Policy>); // every such key is a number
  return (
    <NumberSetting name={name} param={policyParams[name]} path={`policy.${name}`} value={value} onChange={change} />
  );
}
