import { useActions, useLab, useVoice } from '../lab.tsx';
import { LabDialog } from '../parts/LabDialog.tsx';
import { lazily } from '../parts/lazily.tsx';

const ShortcutList = lazily(async () => (await import('./ShortcutList.tsx')).ShortcutList);

export function ShortcutsDialog() {
  const { say } = useVoice();
  const { show } = useActions();
  const isOpen = useLab((state) => state.panel === 'shortcuts');
  return (
    <LabDialog title={say('shortcuts.title')} isOpen={isOpen} onClose={() => show(undefined)}>
      <ShortcutList />
    </LabDialog>
  );
}
