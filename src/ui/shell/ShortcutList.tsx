import { Switch } from 'react-aria-components';
import { allPages } from '../../store/pages.ts';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { Help } from '../setup/ParamField.tsx';

const keys = [
  ['R', 'run'],
  ['Esc', 'stop'],
  [`1 … ${allPages.length}`, 'page'],
  ['[ ]', 'epsilon'],
  [', .', 'image'],
  ['J K L', 'steps'],
  ['A', 'amplify'],
  ['T', 'table'],
  ['C', 'copy'],
  ['E', 'export'],
  ['D', 'theme'],
  ['G', 'language'],
  ['?', 'help'],
] as const;

/** What the keys do, and whether they do. */
export function ShortcutList() {
  const { say } = useVoice();
  const { set } = useActions();
  const on = useLab((state) => state.settings.shortcuts);
  return (
    <>
      <dl className="keys">
        {keys.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd className="kbd">{key}</kbd>
            </dt>
            <dd>{say(`shortcuts.${what}`)}</dd>
          </div>
        ))}
      </dl>
      <Switch className="switch" isSelected={on} onChange={(shortcuts) => set({ shortcuts })}>
        <span className="tr" />
        <span>
          {say('shortcuts.on')}
          <Help>{say('shortcuts.onHelp')}</Help>
        </span>
      </Switch>
    </>
  );
}
