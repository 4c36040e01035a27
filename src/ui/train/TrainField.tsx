import { trainingParams } from '../../store/trainingDraft.ts';
import { useActions, useLab } from '../lab.tsx';
import { ParamField } from '../setup/ParamField.tsx';

interface TrainFieldProps {
  readonly name: Exclude<keyof typeof trainingParams, 'start' | 'data' | 'method'>;
}

/** One of the settings that every run has. */
export function TrainField({ name }: TrainFieldProps) {
  const text = useLab((state) => state.trainingText[name]);
  const { editTraining } = useActions();
  return (
    <ParamField
      name={name}
      param={trainingParams[name]}
      path={`train.${name}`}
      text={text}
      onChange={(value) => editTraining(name, value)}
    />
  );
}
