import type { ThiefCard } from '../../extraction/card.ts';
import { substituteCards, substituteIds } from '../../extraction/substitutes.catalog.ts';
import { type ThiefId, thiefCards, thiefIds } from '../../extraction/thieves.catalog.ts';
import { extractParams } from '../../spec/extractParams.ts';
import { usualExtract } from '../../spec/extractText.ts';
import { namesOf } from '../../store/extractDraft.ts';
import { SliderField } from '../inspect/SliderField.tsx';
import { useVoice } from '../lab.tsx';
import { Picker } from '../parts/Picker.tsx';
import { Segmented } from '../parts/Segmented.tsx';
import { Ticks } from '../parts/Slider.tsx';
import { OptionItem } from '../setup/OptionItem.tsx';
import { Help, ParamField } from '../setup/ParamField.tsx';
import { PoolField } from './PoolField.tsx';
import { useExtractForm } from './useExtractForm.ts';

/** Who steals: thieves, what they learn from, what they ask about, what they train. */
export function ThiefForm() {
  const { say } = useVoice();
  return (
    <section className="grp">
      <h2>{say('ex.thieves')}</h2>
      <Thieves />
      <Labels />
      <Budget />
      <PoolField />
      <Substitute />
      <details className="opt-group ex-more">
        <summary>{say('ex.more')}</summary>
        <div className="fields">
          {finer.map((name) => (
            <SettingField key={name} name={name} />
          ))}
        </div>
      </details>
    </section>
  );
}

const finer = ['accounts', 'padding', 'pace', 'latency', 'seeds', 'epochs', 'shift', 'attacked', 'benign'] as const;

/** One of the settings that every extraction has. */
export function SettingField({ name }: { readonly name: keyof typeof extractParams }) {
  const { text, edit } = useExtractForm();
  return (
    <ParamField
      name={name}
      param={extractParams[name]}
      path={`extract.${name}`}
      text={text[name]}
      onChange={(value) => edit(name, value)}
    />
  );
}

function Thieves() {
  const { say, card } = useVoice();
  const form = useExtractForm();
  const chosen = namesOf(form.text, 'thief');
  const toggle = (id: ThiefId, on: boolean) => {
    const next = thiefIds.filter((known) => (known === id ? on : chosen.includes(known))).join(',');
    form.edit('thief', next === usualExtract.thief ? undefined : next);
  };
  return (
    <>
      <ul className="opts">
        {thiefIds.map((id) => {
          const { title, summary, params }: ThiefCard = thiefCards[id];
          const name = card(`thieves.${id}.title`, title);
          return (
            <OptionItem
              key={id}
              title={name}
              about={card(`thieves.${id}.summary`, summary)}
              chosen={chosen.includes(id)}
              onToggle={(on) => toggle(id, on)}
              groups={
                Object.keys(params).length > 0
                  ? [{ id, title: name, path: `thieves.${id}.params`, schema: params }]
                  : []
              }
              form={form}
            />
          );
        })}
      </ul>
      {chosen.length === 0 && <Help bad>{say('ex.noThief')}</Help>}
    </>
  );
}

const labelChoices = ['both', 'soft', 'hard'] as const;

function Labels() {
  const { say } = useVoice();
  const { text, edit } = useExtractForm();
  const names = namesOf(text, 'labels');
  const value = names.length > 1 ? 'both' : names[0] === 'hard' ? 'hard' : 'soft';
  return (
    <div className="param block">
      <span className="label">{say('ex.labels')}</span>
      <Segmented
        label={say('ex.labels')}
        value={value}
        options={labelChoices.map((choice) => ({ value: choice, text: say(`ex.labels.${choice}`) }))}
        onChange={(choice) => edit('labels', choice === 'both' ? undefined : choice)}
      />
      <Help>{say('ex.labelsHelp')}</Help>
    </div>
  );
}

const budgetTicks = [10, 100, 1000, 10_000, 100_000].map((queries, i) => ({
  at: 25 * i, // the ends of the scale are powers of ten
  text: queries.toLocaleString('en-US'),
}));

function Budget() {
  const { text, edit } = useExtractForm();
  return (
    <div>
      <SliderField
        param={extractParams.budget}
        path="extract.budget"
        text={text.budget}
        onChange={(value) => edit('budget', value)}
      />
      <Ticks ticks={budgetTicks} />
    </div>
  );
}

function Substitute() {
  const { say, card } = useVoice();
  const { text, edit } = useExtractForm();
  const usual = extractParams.substitute.default;
  return (
    <div className="param block">
      <span className="label">{say('ex.copyNet')}</span>
      <Picker
        label={say('ex.copyNet')}
        value={text.substitute ?? usual}
        options={substituteIds.map((value) => ({
          value: value as string,
          text: card(`substitutes.${value}.title`, substituteCards[value].title),
          about: card(`substitutes.${value}.summary`, substituteCards[value].summary),
        }))}
        onChange={(value) => edit('substitute', value === usual ? undefined : value)}
      />
    </div>
  );
}
