import { Button, Header, ListBox, ListBoxItem, ListBoxSection, Select, SelectValue } from 'react-aria-components';
import type { AttackCard } from '../../attacks/card.ts';
import { type AttackId, attackCards, attackIds } from '../../attacks/catalog.ts';
import { useActions, useVoice } from '../lab.tsx';
import { ChevronIcon } from '../parts/icons.tsx';
import { LabPopover } from '../parts/LabPopover.tsx';

/** All attacks, grouped by what they may see and what limits them. */
export function AttackPicker({ attack }: { readonly attack: AttackId }) {
  const { say, card } = useVoice();
  const { editSpecimen } = useActions();
  const about = (id: AttackId) => {
    const { title, summary }: AttackCard = attackCards[id];
    return { title: card(`attacks.${id}.title`, title), summary: card(`attacks.${id}.summary`, summary) };
  };
  return (
    <Select
      className="select"
      aria-label={say('single.attack')}
      selectedKey={attack}
      onSelectionChange={(id) => editSpecimen('attack', String(id))}
    >
      <Button>
        <SelectValue className="g" />
        <ChevronIcon />
      </Button>
      <LabPopover kind="list">
        <ListBox className="choices">
          {groups.map(({ access, budget, ids }) => (
            <ListBoxSection key={access + budget}>
              <Header>
                {say('single.group', { access: say(`access.${access}`), budget: say(`budget.${budget}`) })}
              </Header>
              {ids.map((id) => (
                <ListBoxItem key={id} id={id} textValue={about(id).title}>
                  <span className="g">
                    {about(id).title}
                    <em>{about(id).summary}</em>
                  </span>
                </ListBoxItem>
              ))}
            </ListBoxSection>
          ))}
        </ListBox>
      </LabPopover>
    </Select>
  );
}

/** In the order of the catalog; a group stands where its first attack does. */
const groups = [...new Set(attackIds.map(groupOf))].map((name) => {
  const ids = attackIds.filter((id) => groupOf(id) === name);
  const { access, budget }: AttackCard = attackCards[ids[0]!]; // a group has at least the attack it was named for
  return { access, budget, ids };
});

function groupOf(id: AttackId): string {
  const { access, budget }: AttackCard = attackCards[id];
  return `${access}|${budget}`;
}
