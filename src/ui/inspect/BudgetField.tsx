import { useId } from 'react';
import { parseEpsilon } from '../../core/epsilon.ts';
import type { Norm } from '../../core/threat.ts';
import { largestEpsilon, shortly } from '../../spec/budgetLimit.ts';
import { globalParams } from '../../spec/specParams.ts';
import { dataIn } from '../../store/draft.ts';
import { modelOf, usualBudget } from '../../store/specimen.ts';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { Slider } from '../parts/Slider.tsx';
import { LevelsOffer } from '../setup/LevelsOffer.tsx';
import { Help } from '../setup/ParamField.tsx';
import { budgetText } from './budgetText.ts';
import { budgetAtStep, lastStep, stepOfBudget } from './stepBudget.ts';

/** ε by slider or typed, always in both notations. */
export function BudgetField() {
  const { say } = useVoice();
  const id = useId();
  const norm = useLab((state) => state.specimen.text.norm ?? globalParams.norm.default) as Norm; // as in NormField
  const model = useLab(modelOf);
  const text = useLab((state) => state.specimen.text.eps) ?? usualBudget(model, norm);
  const { editSpecimen } = useActions();
  const value = parseEpsilon(text);
  const data = useLab((state) => dataIn(state.draft));
  const largest = largestEpsilon({ model, data, norm });
  const bad = value === undefined || value < 0 || value > largest;
  const both = bad ? text : budgetText(norm, value);
  return (
    <div className="field">
      <div className="lab">
        <label htmlFor={id}>{say('single.budget')}</label>
        <input
          id={id}
          className="input short"
          autoComplete="off"
          spellCheck={false}
          aria-invalid={bad}
          aria-describedby={`${id}-help`}
          value={text}
          onChange={(event) => editSpecimen('eps', event.target.value)}
        />
      </div>
      <Slider
        label={say('single.budget')}
        valueText={both}
        min={1}
        max={lastStep(model, norm)}
        value={bad ? 1 : Math.max(1, stepOfBudget(norm, value))}
        onChange={(step) => editSpecimen('eps', budgetAtStep(norm, step))}
      />
      <Help id={`${id}-help`} bad={bad}>
        {bad ? say('setup.epsilonsBad', { max: shortly(largest) }) : say('single.budgetBoth', { epsilon: both })}
      </Help>
      {bad && <LevelsOffer text={text} largest={largest} onTake={(levels) => editSpecimen('eps', levels)} />}
    </div>
  );
}
