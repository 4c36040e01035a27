import { useEffect, useState } from 'react';
import { chosenEpsilon } from '../../store/choices.ts';
import { findingAt } from '../../store/finding.ts';
import type { LabState } from '../../store/labStore.ts';
import { findingText } from '../findingText.ts';
import { useLab, useLabStore, useVoice } from '../lab.tsx';

/** Tells those who do not see the bar: start, every quarter, and the finding. */
export function LiveRegion() {
  const voice = useVoice();
  const store = useLabStore();
  const stage = useLab(stageOf);
  const [text, setText] = useState('');
  useEffect(() => {
    if (stage !== 'idle') setText(announce(stage, store.getState(), voice));
  }, [stage, store, voice]);
  return (
    <div className="sr" aria-live="polite">
      {text}
    </div>
  );
}

type Stage = 'idle' | 'done' | 'stopped' | 'failed' | 0 | 25 | 50 | 75;

function stageOf({ run }: LabState): Stage {
  if (run.kind !== 'running') return run.kind;
  const done = run.pace.samples.at(-1)?.done ?? 0;
  const quarter = Math.floor((4 * done) / Math.max(1, run.pace.total));
  return ([0, 25, 50, 75] as const)[Math.min(3, quarter)]!;
}

function announce(stage: Exclude<Stage, 'idle'>, state: LabState, voice: ReturnType<typeof useVoice>): string {
  const { say } = voice;
  const { run } = state;
  if (stage === 0) return say('live.started');
  if (typeof stage === 'number') return say('live.percent', { percent: stage });
  if (run.kind === 'failed') return say('live.failed', { message: say(`error.${run.failure.code}`) });
  if (run.kind !== 'done') return say('live.stopped');
  const epsilon = chosenEpsilon(state, run.report);
  const finding = epsilon === undefined ? undefined : findingAt(run.report, epsilon);
  return say('live.done', { finding: finding ? findingText(voice, finding) : '' });
}
