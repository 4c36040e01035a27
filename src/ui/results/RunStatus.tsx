import { Button } from 'react-aria-components';
import { imageCount, isStale } from '../../store/derived.ts';
import type { RunState } from '../../store/labState.ts';
import { timeLeft } from '../../store/pace.ts';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { CrossIcon } from '../parts/icons.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { Note } from '../parts/Note.tsx';
import { ProgressBar } from '../parts/ProgressBar.tsx';
import { Key } from '../setup/RunControls.tsx';
import { FailureNote } from './FailureNote.tsx';

/** What the run is doing, or how it ended. */
export function RunStatus() {
  const { say } = useVoice();
  const run = useLab((state) => state.run);
  const stale = useLab((state) => isStale(state.run));
  return (
    <>
      {run.kind === 'running' && <RunBar run={run} />}
      {run.kind === 'stopped' && <StoppedNote run={run} />}
      {run.kind === 'failed' && <FailureNote run={run} />}
      {stale && <p className="status">{say('stale')}</p>}
    </>
  );
}

function RunBar({ run: { report, pace } }: { readonly run: Extract<RunState, { kind: 'running' }> }) {
  const { say, count, range } = useVoice();
  const { stop } = useActions();
  const done = pace.samples.at(-1)?.done ?? 0;
  const percent = pace.total > 0 ? (100 * done) / pace.total : 0;
  const left = timeLeft(pace, performance.now());
  const images = imageCount(report);
  const progress = { done: count(images.done), total: count(images.total) };
  const leftText = !left
    ? say('run.leftUnknown')
    : left.high < soon
      ? say('run.leftSoon')
      : say('run.left', range(left));
  const what = done > 0 ? say('run.progress', progress) : say('run.preparing');
  return (
    <div className="runbar">
      <div>
        <p className="what num">{what}</p>
        <p className="small muted num">{leftText}</p>
      </div>
      <Button className="btn" onPress={stop}>
        <CrossIcon />
        <span className="full">{say('setup.stop')}</span>
        <Key name={say('key.escape')} />
      </Button>
      <ProgressBar label={say('run.label')} percent={percent} text={`${what}. ${leftText}`} />
      <p className="small muted num">{say('run.steps', { done: count(done), total: count(pace.total) })}</p>
      <p className="small muted num right">{say('run.percent', { percent: Math.floor(percent) })}</p>
    </div>
  );
}

const soon = 4; // seconds; below, a range promises too much

function StoppedNote({ run: { report } }: { readonly run: Extract<RunState, { kind: 'stopped' }> }) {
  const { say, count } = useVoice();
  const { reset, start } = useActions();
  const { done, total } = imageCount(report);
  const again = () => {
    reset();
    start();
  };
  return (
    <Note tone="info">
      {Object.keys(report.cells).length > 0
        ? say('run.stopped', { done: count(done), total: count(total) })
        : say('run.stoppedEmpty')}{' '}
      <LinkButton onPress={again}>{say('run.restart')}</LinkButton>
    </Note>
  );
}
