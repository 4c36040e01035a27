import { globalParams } from '../../spec/specParams.ts';
import { useActions, useLab } from '../lab.tsx';
import { NumberField } from './ParamField.tsx';

export function SeedField() {
  const text = useLab((state) => state.draft.seed);
  const { edit } = useActions();
  return (
    <NumberField
      name="seed"
      path="run.seed"
      param={globalParams.seed}
      text={text}
      onChange={(value) => edit('seed', value)}
    />
  );
}
