import type { ExtractState } from '../../store/extractActions.ts';
import { timeLeft } from '../../store/pace.ts';
import { useVoice } from '../lab.tsx';
import { ProgressBar } from '../parts/ProgressBar.tsx';
import { StopStealing } from './ExtractGo.tsx';

type Running = Extract<ExtractState, { kind: 'running' }>;

/** Where the run is, and how long it will take. */
export function ExtractBar({ state: { pace } }: { readonly state: Running }) {
  const { say, count, range } = useVoice();
  const done = pace.samples.at(-1)?.done ?? 0;
  const percent = (100 * done) / Math.max(1, pace.total);
  const left = timeLeft(pace, performance.now());
  const what = done > 0 ? say('ex.progress', { done: count(done), total: count(pace.total) }) : say('run.preparing');
  const leftText = left ? say('run.left', range(left)) : say('run.leftUnknown');
  return (
    <div className="runbar">
      <div>
        <p className="what num">{what}</p>
        <p className="small muted num">{leftText}</p>
      </div>
      <StopStealing />
      <ProgressBar label={say('ex.runLabel')} percent={percent} text={`${what}. ${leftText}`} />
    </div>
  );
}
