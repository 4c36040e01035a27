import { useActions, useLab, useVoice } from '../lab.tsx';
import { LabDialog } from '../parts/LabDialog.tsx';
import { lazily } from '../parts/lazily.tsx';
import { Note } from '../parts/Note.tsx';

const BackendFacts = lazily(async () => (await import('./BackendFacts.tsx')).BackendFacts);

export function BackendDialog() {
  const { say } = useVoice();
  const { show } = useActions();
  const backend = useLab((state) => state.backend);
  const isOpen = useLab((state) => state.panel === 'backend');
  return (
    <LabDialog title={say('backend.title')} isOpen={isOpen} onClose={() => show(undefined)}>
      {backend.kind === 'starting' && <p>{say('backend.wait')}</p>}
      {backend.kind === 'failed' && (
        <Note tone="danger">
          <b>{say('error.backend')}</b> {say('error.backend.remedy')}
          <pre className="mono tiny" lang="en">
            {backend.failure.message}
          </pre>
        </Note>
      )}
      {backend.kind === 'ready' && <BackendFacts report={backend.report} />}
    </LabDialog>
  );
}
