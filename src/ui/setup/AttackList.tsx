import { useState } from 'react';
import type { AttackCard } from '../../attacks/card.ts';
import { type AttackId, attackCards, attackIds } from '../../attacks/catalog.ts';
import { bundleIds } from '../../store/bundles.ts';
import { namesIn } from '../../store/draft.ts';
import { attackIdentity } from '../chart/identity.ts';
import { Swatch } from '../chart/Swatch.tsx';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { BundleList } from './BundleList.tsx';
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
      <BundleList />
      {groups.map((group) => (
        <AttackGroup key={group.name} group={group} chosen={chosen} onToggle={toggle} />
      ))}
      {chosen.length === 0 && <Help bad>{say('setup.attacksNone')}</Help>}
    </section>
  );
}

interface Group {
  readonly name: 'ball' | 'minimal' | 'queries' | 'own';
  readonly ids: readonly AttackId[];
}

/** What an attack needs and what limits it, in the words of a menu. */
function groupOf({ access, budget }: AttackCard): Group['name'] {
  if (budget === 'own') return 'own';
  return access === 'gradient' ? budget : 'queries';
}

const isCascade = (id: AttackId) => (bundleIds as readonly string[]).includes(id);

const groups: readonly Group[] = (['ball', 'minimal', 'queries', 'own'] as const).map((name) => ({
  name,
  ids: attackIds.filter((id) => groupOf(attackCards[id]) === name && !isCascade(id)),
}));

interface AttackGroupProps {
  readonly group: Group;
  readonly chosen: readonly string[];
  readonly onToggle: (id: AttackId, on: boolean) => void;
}

/** Attacks of one kind, folded away unless one of them is chosen: there are too many to read through. */
function AttackGroup({ group: { name, ids }, chosen, onToggle }: AttackGroupProps) {
  const { say } = useVoice();
  const count = ids.filter((id) => chosen.includes(id)).length;
  const [opened, setOpened] = useState(count > 0);
  return (
    <details className="opt-group" open={opened} onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary>
        {say(`setup.group.${name}`)}
        <span className="tiny muted">{say('setup.groupChosen', { chosen: count, count: ids.length })}</span>
      </summary>
      {opened && (
        <ul className="opts">
          {ids.map((id) => (
            <AttackOption key={id} id={id} chosen={chosen.includes(id)} onToggle={(on) => onToggle(id, on)} />
          ))}
        </ul>
      )}
    </details>
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
