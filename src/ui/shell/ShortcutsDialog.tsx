import { Switch } from 'react-aria-components';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { LabDialog } from '../parts/LabDialog.tsx';
import { Help } from '../setup/ParamField.tsx';

const keys = [
  ['R', 'run'],
  ['Esc', 'stop'],
  ['1 … 7', 'page'],
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

export function ShortcutsDialog() {
  const { say } = useVoice();
  const { set, show } = useActions();
  const on = useLab((state) => state.settings.shortcuts);
  const isOpen = useLab((state) => state.panel === 'shortcuts');
  return (
    <LabDialog title={say('shortcuts.title')} isOpen={isOpen} onClose={() => show(undefined)}>
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
    </LabDialog>
  );
}
