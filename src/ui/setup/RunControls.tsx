import { Button } from 'react-aria-components';
import { planCells } from '../../spec/cells.ts';
import { totalWork } from '../../spec/cost.ts';
import type { Spec } from '../../spec/spec.ts';
import { isChanged } from '../../store/derived.ts';
import { readDraft } from '../../store/draft.ts';
import { timeFor } from '../../store/pace.ts';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { CrossIcon, PlayIcon } from '../parts/icons.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { Note } from '../parts/Note.tsx';
import { Problems } from '../parts/Problems.tsx';

/** Run or stop, and what it will cost. */
export function RunControls() {
  const { say } = useVoice();
  const draft = useLab((state) => state.draft);
  const kind = useLab((state) => state.run.kind);
  const changed = useLab(isChanged);
  const { start, reset } = useActions();
  const reading = readDraft(draft);
  return (
    <>
      {reading.kind === 'invalid' && (
        // Scrolls with the form: beside the button, which stays in reach, a long list would cover the field it is about.
        <section className="grp">
          <Problems problems={reading.problems} />
        </section>
      )}
      <section className="grp go">
        {reading.kind === 'invalid' && <Note tone="caution">{say('setup.problems')}</Note>}
        {kind === 'running' && <StopButton />}
        {(kind !== 'running' || changed) && (
          <Button className="btn primary wide" isDisabled={reading.kind === 'invalid'} onPress={start}>
            <PlayIcon />
            {say(kind === 'idle' ? 'setup.run' : 'setup.runAgain')}
            <Key name="R" />
          </Button>
        )}
        {changed && (
          <div className="run-head">
            <span className="tag">{say('setup.notYetRun')}</span>
            <LinkButton onPress={reset}>{say('setup.reset')}</LinkButton>
          </div>
        )}
        {reading.kind === 'valid' && <Cost spec={reading.spec} />}
      </section>
    </>
  );
}

export function StopButton() {
  const { say } = useVoice();
  const { stop } = useActions();
  return (
    <Button className="btn wide" onPress={stop}>
      <CrossIcon />
      {say('setup.stop')}
      <Key name={say('key.escape')} />
    </Button>
  );
}

/** Shortcut of a button; not shown where shortcuts are off. */
export function Key({ name }: { readonly name: string }) {
  const on = useLab((state) => state.settings.shortcuts);
  return on ? (
    <span className="kbd" aria-hidden="true">
      {name}
    </span>
  ) : null;
}

function Cost({ spec }: { readonly spec: Spec }) {
  const { say, count, range } = useVoice();
  const backend = useLab(({ backend }) => (backend.kind === 'ready' ? backend.report.backend : undefined));
  const speed = useLab(({ speeds }) => speeds[`${backend}/${spec.model}`]);
  const work = totalWork(spec);
  const cells = planCells(spec).length;
  const cost = say('setup.cost', { cells, n: count(spec.count), steps: count(work) });
  const time =
    backend && speed
      ? say('setup.costTime', {
          ...range(timeFor(work, speed)),
          time: range(timeFor(work, speed)).middle,
          backend: say(`backend.${backend}`),
        })
      : say('setup.costUnknown');
  return (
    <p className="help">
      {cost} {time}
    </p>
  );
}
