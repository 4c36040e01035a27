import { useState } from 'react';
import { Button, Menu, MenuItem, MenuTrigger } from 'react-aria-components';
import { type Failure, failureOf } from '../../core/errors.ts';
import { chosenPair } from '../../store/choices.ts';
import { specOf } from '../../store/derived.ts';
import { type ExportKind, exportFile, exportKinds } from '../exports.ts';
import { useActions, useLab, useLabStore, useReport, useVoice } from '../lab.tsx';
import { LabDialog } from '../parts/LabDialog.tsx';
import { LabPopover } from '../parts/LabPopover.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { Note } from '../parts/Note.tsx';
import { ProgressBar } from '../parts/ProgressBar.tsx';

export function ExportMenu() {
  const voice = useVoice();
  const { say } = voice;
  const store = useLabStore();
  const report = useReport();
  const pair = useLab((state) => state.pair);
  const [failure, setFailure] = useState<Failure>();
  const isOpen = useLab((state) => state.panel === 'export');
  const { show } = useActions();
  const chosen = report && chosenPair({ pair }, report);
  const about = { pair: chosen ? voice.pair(specOf(report), chosen) : '' };
  const start = (kind: ExportKind) => exportFile(kind, store, voice).catch((cause) => setFailure(failureOf(cause)));
  return (
    <>
      <MenuTrigger isOpen={isOpen} onOpenChange={(open) => show(open ? 'export' : undefined)}>
        <Button className="linkbtn" isDisabled={!report}>
          {say('export.button')}
        </Button>
        <LabPopover kind="list" placement="bottom end">
          <Menu className="choices" onAction={(kind) => void start(kind as ExportKind) /* keys are export kinds */}>
            {exportKinds.map((kind) => (
              <MenuItem key={kind} id={kind} textValue={say(`export.${kind}`)}>
                <span className="g">
                  {say(`export.${kind}`)}
                  <em>{say(`export.${kind}.about`, about)}</em>
                </span>
              </MenuItem>
            ))}
          </Menu>
        </LabPopover>
      </MenuTrigger>
      <SavingDialog />
      <LabDialog title={say('export.button')} isOpen={failure !== undefined} onClose={() => setFailure(undefined)}>
        <Note tone="danger">{say('export.failed', { message: failure ? voice.failure(failure) : '' })}</Note>
      </LabDialog>
    </>
  );
}

function SavingDialog() {
  const { say, count } = useVoice();
  const saving = useLab((state) => state.saving);
  const { cancelSaving } = useActions();
  const { done, total } = saving ?? { done: 0, total: 1 };
  const text = say('export.saving', { done: count(done), total: count(total) });
  return (
    <LabDialog title={say('export.npz')} isOpen={saving !== undefined} onClose={cancelSaving}>
      <p>{text}</p>
      <ProgressBar label={say('export.npz')} percent={(100 * done) / total} text={text} />
      <LinkButton onPress={cancelSaving}>{say('export.cancel')}</LinkButton>
    </LabDialog>
  );
}
