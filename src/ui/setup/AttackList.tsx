import type { AttackCard } from '../../attacks/card.ts';
import { type AttackId, attackCards, attackIds } from '../../attacks/catalog.ts';
import { namesIn } from '../../store/draft.ts';
import { attackIdentity } from '../chart/identity.ts';
import { Swatch } from '../chart/Swatch.tsx';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { OptionItem } from './OptionItem.tsx';
import { Help } from './ParamField.tsx';

export function AttackList() {
  const { say } = useVoice();
  const draft = useLab((state) => state.draft);
  const { edit } = useActions();
  const chosen = namesIn(draft, 'attack');
  const toggle = (id: AttackId, on: boolean) => {
    const next = attackIds.filter((known) => (known === id ? on : chosen.includes(known)));
    edit('attack', next.join(','));
  };
  return (
    <section className="grp">
      <h2>
        {say('setup.attacks')}
        <span className="tiny muted">{say('setup.attacksOrder')}</span>
      </h2>
      <ul className="opts">
        {attackIds.map((id) => (
          <AttackOption key={id} id={id} chosen={chosen.includes(id)} onToggle={(on) => toggle(id, on)} />
        ))}
      </ul>
      {chosen.length === 0 && <Help bad>{say('setup.attacksNone')}</Help>}
    </section>
  );
}

interface AttackOptionProps {
  readonly id: AttackId;
  readonly chosen: boolean;
  readonly onToggle: (on: boolean) => void;
}

function AttackOption({ id, chosen, onToggle }: AttackOptionProps) {
  const { say, card } = useVoice();
  const attack: AttackCard = attackCards[id];
  const title = card(`attacks.${id}.title`, attack.title);
  return (
    <OptionItem
      title={title}
      about={card(`attacks.${id}.summary`, attack.summary)}
      swatch={<Swatch identity={attackIdentity(id, { adaptive: true })} />}
      tag={say(`access.${attack.access}`)}
      chosen={chosen}
      onToggle={onToggle}
      groups={[{ id, title, path: `attacks.${id}.params`, schema: attack.params }]}
    />
  );
}
