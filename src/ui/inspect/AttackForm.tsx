import type { AttackCard } from '../../attacks/card.ts';
import { type AttackId, attackCards } from '../../attacks/catalog.ts';
import { type Norm, norms } from '../../core/threat.ts';
import { globalParams } from '../../spec/specParams.ts';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { Segmented } from '../parts/Segmented.tsx';
import { defaultless, Help, ParamField } from '../setup/ParamField.tsx';
import { AttackPicker } from './AttackPicker.tsx';
import { BudgetField } from './BudgetField.tsx';
import { GoalForm } from './GoalForm.tsx';
import { SliderField } from './SliderField.tsx';

/** Which attack, how far it may go and what it wants. */
export function AttackForm() {
  const { say } = useVoice();
  const attack = useLab((state) => state.specimen.text.attack) as AttackId; // the picker and links offer ids
  const card: AttackCard = attackCards[attack];
  return (
    <section className="grp">
      <h2>{say('single.attack')}</h2>
      <AttackPicker attack={attack} />
      <NormField card={card} />
      {card.budget === 'ball' ? <BudgetField /> : <Help>{say(`single.budget.${card.budget}`)}</Help>}
      <Params attack={attack} card={card} />
      <GoalForm card={card} />
    </section>
  );
}

function NormField({ card }: { readonly card: AttackCard }) {
  const voice = useVoice();
  const norm = useLab((state) => state.specimen.text.norm) ?? globalParams.norm.default;
  const { editSpecimen } = useActions();
  const able = norms.filter((value) => card.norms.includes(value));
  return (
    <Segmented
      label={voice.card('run.norm.label', globalParams.norm.label)}
      value={norm as Norm} // the form and links hold norms only
      options={able.map((value) => ({ value, text: voice.option('norm', value) }))}
      onChange={(value) => editSpecimen('norm', defaultless(globalParams.norm, value))}
    />
  );
}

function Params({ attack, card }: { readonly attack: AttackId; readonly card: AttackCard }) {
  const text = useLab((state) => state.specimen.text);
  const { editSpecimen } = useActions();
  return Object.entries(card.params).map(([name, param]) => {
    const key = `${attack}.${name}`;
    const field = {
      path: `attacks.${attack}.params.${name}`,
      text: text[key],
      onChange: (value: string | undefined) => editSpecimen(key, value),
    };
    return param.kind === 'number' ? (
      <SliderField key={key} param={param} {...field} />
    ) : (
      <ParamField key={key} name={name} param={param} {...field} />
    );
  });
}
