import { useState } from 'react';
import type { CountermeasureCard, CountermeasureKind } from '../../extraction/card.ts';
import {
  type CountermeasureId,
  countermeasureCards,
  countermeasureIds,
  countermeasureKinds,
} from '../../extraction/countermeasures.catalog.ts';
import { usualExtract } from '../../spec/extractText.ts';
import { type Arrangement, type Protection, protectionOf, protectionText } from '../../store/extractDraft.ts';
import { useVoice } from '../lab.tsx';
import { Segmented } from '../parts/Segmented.tsx';
import { OptionItem } from '../setup/OptionItem.tsx';
import { Help } from '../setup/ParamField.tsx';
import { useExtractForm } from './useExtractForm.ts';

/** What stands between thief and model, by kind; one service for each, or all in one. */
export function CountermeasureForm() {
  const { say } = useVoice();
  const { text, edit } = useExtractForm();
  const protection = protectionOf(text);
  const change = (part: Partial<Protection>) => {
    const next = protectionText({ ...protection, ...part });
    edit('countermeasure', next === usualExtract.countermeasure ? undefined : next);
  };
  const { bare, chosen } = protection;
  const toggle = (id: CountermeasureId, on: boolean) =>
    change({ chosen: countermeasureIds.filter((known) => (known === id ? on : chosen.includes(known))) });
  return (
    <section className="grp">
      <h2>{say('ex.measures')}</h2>
      <ul className="opts">
        <OptionItem
          title={say('ex.bare')}
          about={say('ex.bareAbout')}
          chosen={bare}
          onToggle={(on) => change({ bare: on })}
          groups={[]}
        />
      </ul>
      {countermeasureKinds.map((kind) => (
        <Kind key={kind} kind={kind} chosen={chosen} onToggle={toggle} />
      ))}
      {!bare && chosen.length === 0 && <Help bad>{say('ex.noMeasure')}</Help>}
      {chosen.length > 1 && <Order protection={protection} onChange={(arrangement) => change({ arrangement })} />}
    </section>
  );
}

interface KindProps {
  readonly kind: CountermeasureKind;
  readonly chosen: readonly CountermeasureId[];
  readonly onToggle: (id: CountermeasureId, on: boolean) => void;
}

/** Countermeasures of one kind, folded away unless one of them is chosen. */
function Kind({ kind, chosen, onToggle }: KindProps) {
  const { say, card } = useVoice();
  const form = useExtractForm();
  const ids = countermeasureIds.filter((id) => countermeasureCards[id].kind === kind);
  const count = ids.filter((id) => chosen.includes(id)).length;
  const [opened, setOpened] = useState(count > 0);
  return (
    <details className="opt-group" open={opened} onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary>
        {say(`ex.kind.${kind}`)}
        <span className="tiny muted">{say('setup.groupChosen', { chosen: count, count: ids.length })}</span>
      </summary>
      {opened && (
        <ul className="opts">
          {ids.map((id) => {
            const { title, summary, params }: CountermeasureCard = countermeasureCards[id];
            const name = card(`countermeasures.${id}.title`, title);
            const group = { id, title: name, path: `countermeasures.${id}.params`, schema: params };
            return (
              <OptionItem
                key={id}
                title={name}
                about={card(`countermeasures.${id}.summary`, summary)}
                chosen={chosen.includes(id)}
                onToggle={(on) => onToggle(id, on)}
                groups={Object.keys(params).length > 0 ? [group] : []}
                form={form}
              />
            );
          })}
        </ul>
      )}
    </details>
  );
}

const arrangements = ['alone', 'stacked'] as const;

interface OrderProps {
  readonly protection: Protection;
  readonly onChange: (arrangement: Arrangement) => void;
}

function Order({ protection: { arrangement }, onChange }: OrderProps) {
  const { say } = useVoice();
  const { text } = useExtractForm();
  return (
    <div className="param block">
      <span className="label">{say('ex.arrangement')}</span>
      <Segmented<Arrangement | ''>
        label={say('ex.arrangement')}
        value={arrangement ?? ''}
        options={arrangements.map((value) => ({ value, text: say(`ex.arrangement.${value}`) }))}
        onChange={(value) => value && onChange(value)}
      />
      {arrangement === undefined && <Help>{say('ex.arrangementOwn', { chains: text.countermeasure ?? '' })}</Help>}
    </div>
  );
}
