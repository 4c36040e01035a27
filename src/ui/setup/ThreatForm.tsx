import { useId } from 'react';
import { modelCardOf } from '../../classifiers/catalog.ts';
import { describeEpsilon, formatEpsilon, parseEpsilon } from '../../core/epsilon.ts';
import { type GoalKind, goalKinds, type Norm, norms } from '../../core/threat.ts';
import { largestEpsilon, shortly } from '../../spec/budgetLimit.ts';
import { globalParams } from '../../spec/specParams.ts';
import { usualEpsilons } from '../../spec/usual.ts';
import { dataIn, modelIn, readDraft } from '../../store/draft.ts';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { Picker } from '../parts/Picker.tsx';
import { Segmented } from '../parts/Segmented.tsx';
import { LevelsOffer } from './LevelsOffer.tsx';
import { defaultless, Help, NumberField } from './ParamField.tsx';

/** What the adversary may do and what it wants. */
export function ThreatForm() {
  const { say, card, option } = useVoice();
  const { norm = globalParams.norm.default, goal = globalParams.goal.default } = useLab((state) => state.draft);
  const { edit } = useActions();
  const goals = goalKinds.map((value) => ({ value, text: option('goal', value) }));
  const setGoal = (value: GoalKind) => edit('goal', defaultless(globalParams.goal, value));
  return (
    <section className="grp">
      <h2>{say('setup.threat')}</h2>
      <Segmented
        label={card('run.norm.label', globalParams.norm.label)}
        value={norm as Norm} // a draft holds what the form or a valid link put there
        options={norms.map((value) => ({ value, text: option('norm', value) }))}
        onChange={(value) => edit('norm', defaultless(globalParams.norm, value))}
      />
      <BudgetField norm={norm as Norm} />
      <Picker
        label={card('run.goal.label', globalParams.goal.label)}
        value={goal as GoalKind}
        options={goals}
        onChange={setGoal}
      />
      {(goal === 'offset' || goal === 'class') && <TargetField goal={goal} />}
    </section>
  );
}

/** The list of budgets as text, with both notations of what was understood. */
function BudgetField({ norm }: { readonly norm: Norm }) {
  const { say } = useVoice();
  const id = useId();
  const draft = useLab((state) => state.draft);
  const { edit } = useActions();
  const usual = usualEpsilons({ data: dataIn(draft), norm })
    .map(formatEpsilon)
    .join(', ');
  const text = draft.eps ?? usual;
  const reading = readDraft(draft);
  const bad = reading.kind === 'invalid' && reading.problems.some(({ where }) => where === 'eps');
  const largest = largestEpsilon({ model: modelIn(draft), data: dataIn(draft), norm });
  const read = text.split(',').flatMap((part) => parseEpsilon(part) ?? []);
  const list = read.map(describeEpsilon).join(', ');
  const hint = text.includes('/') ? say('setup.epsilonsRead', { list }) : say('setup.epsilonsHelp');
  return (
    <div className="field">
      <label className="lab" htmlFor={id}>
        {say('setup.epsilons')}
      </label>
      <input
        id={id}
        className="input"
        autoComplete="off"
        spellCheck={false}
        aria-invalid={bad}
        aria-describedby={`${id}-help`}
        value={text}
        onChange={(event) => edit('eps', event.target.value === usual ? undefined : event.target.value)}
      />
      <Help id={`${id}-help`} bad={bad}>
        {bad ? say('setup.epsilonsBad', { max: shortly(largest) }) : hint}
      </Help>
      {bad && <LevelsOffer text={text} largest={largest} onTake={(levels) => edit('eps', levels)} />}
    </div>
  );
}

function TargetField({ goal }: { readonly goal: 'offset' | 'class' }) {
  const { say } = useVoice();
  const text = useLab((state) => state.draft.target);
  const model = useLab((state) => modelIn(state.draft));
  const { edit } = useActions();
  const classes = modelCardOf(model)?.classNames.length; // a link may name a model of somebody's own
  const label = say(goal === 'offset' ? 'goal.offsetLabel' : 'goal.classLabel');
  const known = classes !== undefined && { max: classes - 1 };
  const param = { ...globalParams.target, ...known, label, min: goal === 'offset' ? 1 : 0 }; // an offset of 0 is the label
  return (
    <NumberField
      name="target"
      path={`run.target.${goal}`}
      param={param}
      text={text}
      onChange={(value) => edit('target', value)}
    />
  );
}
