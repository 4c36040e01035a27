import { Button } from 'react-aria-components';
import { hasNumbers } from '../../store/derived.ts';
import type { RunState } from '../../store/labState.ts';
import { useActions, useVoice } from '../lab.tsx';
import { FailureText } from '../parts/FailureText.tsx';
import { Note } from '../parts/Note.tsx';

/** What failed, what it means for the numbers on the page, and the way out. */
export function FailureNote({ run }: { readonly run: Extract<RunState, { kind: 'failed' }> }) {
  const { say } = useVoice();
  const { start } = useActions();
  const { failure, report, previous } = run;
  return (
    <Note tone="danger" urgent>
      <FailureText failure={failure} />
      <p>{hasNumbers(report) ? say('error.partial') : previous && say('error.kept')}</p>
      <div className="btns">
        <Button className="btn" onPress={start}>
          {say('error.retry')}
        </Button>
      </div>
    </Note>
  );
}
