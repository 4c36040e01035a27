import type { AttackCard } from '../../attacks/card.ts';
import { type GoalKind, goalKinds } from '../../core/threat.ts';
import { globalParams } from '../../spec/specParams.ts';
import { modelOf } from '../../store/specimen.ts';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { Picker } from '../parts/Picker.tsx';
import { defaultless, NumberField } from '../setup/ParamField.tsx';
import { classNamesOf } from './classNames.ts';

/** What the adversary wants; a class is chosen by its name. */
export function GoalForm({ card }: { readonly card: AttackCard }) {
  const voice = useVoice();
  const goal = (useLab((state) => state.specimen.text.goal) ?? globalParams.goal.default) as GoalKind; // links hold goals only
  const { editSpecimen } = useActions();
  const able = goalKinds.filter((kind) => card.goals.includes(kind));
  return (
    <>
      <Picker
        label={voice.card('run.goal.label', globalParams.goal.label)}
        value={goal}
        options={able.map((value) => ({ value, text: voice.option('goal', value) }))}
        onChange={(value) => editSpecimen('goal', defaultless(globalParams.goal, value))}
      />
      {goal === 'offset' && <OffsetField />}
      {goal === 'class' && <ClassPicker />}
    </>
  );
}

function OffsetField() {
  const { say } = useVoice();
  const text = useLab((state) => state.specimen.text.target);
  const { editSpecimen } = useActions();
  return (
    <NumberField
      name="target"
      path="run.target.offset"
      param={{ ...globalParams.target, label: say('goal.offsetLabel') }}
      text={text}
      onChange={(value) => editSpecimen('target', value)}
    />
  );
}

function ClassPicker() {
  const voice = useVoice();
  const { say } = voice;
  const target = useLab((state) => state.specimen.text.target) ?? String(globalParams.target.default);
  const model = useLab(modelOf);
  const { editSpecimen } = useActions();
  return (
    <Picker
      label={say('goal.classLabel')}
      value={target}
      options={classNamesOf(model, 10, voice).map((name, k) => ({ value: String(k), text: name }))}
      onChange={(value) => editSpecimen('target', defaultless(globalParams.target, value))}
    />
  );
}
