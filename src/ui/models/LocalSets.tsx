import { useEffect } from 'react';
import { Button } from 'react-aria-components';
import { useActions, useLab, useVoice } from '../lab.tsx';

/** Images that the server of the page found on its computer; opened like any that are dropped. */
export function LocalSets() {
  const { say } = useVoice();
  const { folder, sets } = useLab((state) => state.local);
  const { findLocal, openLocal } = useActions();
  useEffect(() => void findLocal(), [findLocal]);
  if (sets.length === 0) return null;
  return (
    <section>
      <h3>{say('images.local')}</h3>
      <p className="tiny muted">{say('images.localAbout', { folder })}</p>
      <ul className="local">
        {sets.map((set) => (
          <li key={set.id}>
            <span>{say(`images.set.${set.id}`)}</span>
            <Button
              className="btn"
              aria-label={say('images.openOf', { name: say(`images.set.${set.id}`) })}
              onPress={() => void openLocal(set, say(`images.set.${set.id}`))}
            >
              {say('images.open')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
