import { type DefenseId, defenseCards } from '../../defenses/catalog.ts';
import { globalParams } from '../../spec/specParams.ts';
import { namesIn } from '../../store/draft.ts';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { Segmented } from '../parts/Segmented.tsx';
import { OptionItem } from './OptionItem.tsx';
import { offeredDefenses } from './offeredDefenses.ts';
import { defaultless, Help } from './ParamField.tsx';

export function DefenseList() {
  const { say } = useVoice();
  const draft = useLab((state) => state.draft);
  const { edit } = useActions();
  const chosen = namesIn(draft, 'defense');
  const names = [...new Set([...offeredDefenses, ...chosen])];
  const toggle = (name: string, on: boolean) => {
    const next = names.filter((known) => (known === name ? on : chosen.includes(known)));
    edit('defense', next.join(','));
  };
  return (
    <section className="grp">
      <h2>{say('setup.defenses')}</h2>
      <ul className="opts">
        {names.map((name) => (
          <DefenseOption key={name} name={name} chosen={chosen.includes(name)} onToggle={(on) => toggle(name, on)} />
        ))}
      </ul>
      {chosen.length === 0 && <Help bad>{say('setup.defensesNone')}</Help>}
      <AdaptiveField />
    </section>
  );
}

interface DefenseOptionProps {
  readonly name: string;
  readonly chosen: boolean;
  readonly onToggle: (on: boolean) => void;
}

function DefenseOption({ name, chosen, onToggle }: DefenseOptionProps) {
  const { say, card, defense } = useVoice();
  const ids = name.split('+').filter((id): id is DefenseId => id in defenseCards);
  const titleOf = (id: DefenseId) => card(`defenses.${id}.title`, defenseCards[id].title);
  const [only] = ids;
  const notesOf = (id: DefenseId) =>
    (['strengths', 'weaknesses', 'costs'] as const).map((part) => ({
      term: say(`defense.${part}`),
      text: card(`defenses.${id}.${part}`, defenseCards[id][part]),
    }));
  const chain = ids.map(titleOf).join(' → ');
  const about =
    only === undefined
      ? say('setup.noneAbout')
      : ids.length > 1
        ? chain
        : card(`defenses.${only}.summary`, defenseCards[only].summary);
  return (
    <OptionItem
      title={defense(name)}
      about={about}
      chosen={chosen}
      onToggle={onToggle}
      notes={ids.length > 1 || only === undefined ? [] : notesOf(only)}
      groups={ids.map((id) => ({
        id,
        title: titleOf(id),
        path: `defenses.${id}.params`,
        schema: defenseCards[id].params,
      }))}
    />
  );
}

function AdaptiveField() {
  const { card, option } = useVoice();
  const value = useLab((state) => state.draft.adaptive) ?? globalParams.adaptive.default;
  const { edit } = useActions();
  const label = card('run.adaptive.label', globalParams.adaptive.label);
  return (
    <div className="param block">
      <span className="label">{label}</span>
      <Segmented
        label={label}
        value={value}
        options={globalParams.adaptive.options.map((known) => ({ value: known, text: option('adaptive', known) }))}
        onChange={(chosen) => edit('adaptive', defaultless(globalParams.adaptive, chosen))}
      />
      <Help>{card('run.adaptive.help', globalParams.adaptive.help)}</Help>
    </div>
  );
}
