import { useActions, useLab, useVoice } from '../lab.tsx';
import { LabDialog } from '../parts/LabDialog.tsx';
import { lazily } from '../parts/lazily.tsx';

const CheckEntries = lazily(async () => (await import('./CheckEntries.tsx')).CheckEntries);

/** What every check asks, why, and what to do where it is raised: the text of docs/checks.md. */
export function CheckGuide() {
  const { say } = useVoice();
  const { show } = useActions();
  const isOpen = useLab((state) => state.panel === 'checks');
  return (
    <LabDialog title={say('checks.guide')} isOpen={isOpen} onClose={() => show(undefined)} width="wide">
      <p>{say('checks.guideSub')}</p>
      <CheckEntries />
    </LabDialog>
  );
}
