import { useActions, useLab, useReport, useVoice } from '../lab.tsx';
import { LabDialog } from '../parts/LabDialog.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { lazily } from '../parts/lazily.tsx';

const DataTable = lazily(async () => (await import('./DataTable.tsx')).DataTable);

export function DataTableButton() {
  const { say } = useVoice();
  const { show } = useActions();
  return <LinkButton onPress={() => show('data')}>{say('curve.dataTable')}</LinkButton>;
}

/** Every number behind the charts. */
export function DataTableDialog() {
  const { say } = useVoice();
  const { show } = useActions();
  const report = useReport();
  const isOpen = useLab((state) => state.panel === 'data');
  return (
    <LabDialog
      title={say('data.title')}
      isOpen={isOpen && report !== undefined}
      onClose={() => show(undefined)}
      width="wide"
    >
      {report && <DataTable report={report} />}
    </LabDialog>
  );
}
