import { Button } from 'react-aria-components';
import { type ExtractSpec, planThefts } from '../../spec/extractSpec.ts';
import { readExtract } from '../../store/extractDraft.ts';
import { extractSpeed } from '../../store/extracting.ts';
import { draftThatGave, isExtractChanged, shownExtract } from '../../store/extractView.ts';
import { timeFor } from '../../store/pace.ts';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { CrossIcon, PlayIcon } from '../parts/icons.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { Note } from '../parts/Note.tsx';
import { Problems } from '../parts/Problems.tsx';
import { Key } from '../setup/RunControls.tsx';
import { useExtractForm } from './useExtractForm.ts';

/** Run or stop, what it will cost, and everything that is wrong before it begins. */
export function ExtractGo() {
  const { say } = useVoice();
  const { text, edit } = useExtractForm();
  const own = useLab((state) => state.own);
  const running = useLab((state) => state.extract.kind === 'running');
  const { steal } = useActions();
  const reading = readExtract(text, own);
  const problems = reading.kind === 'invalid' ? reading.problems : [];
  return (
    <>
      {problems.length > 0 && (
        <section className="grp">
          <Problems problems={problems} />
          {problems.some(({ code }) => code === 'pool-shape') && (
            <Button className="btn wide" onPress={() => edit('convert', 'true')}>
              {say('ex.convertNow')}
            </Button>
          )}
        </section>
      )}
      <section className="grp go">
        {problems.length > 0 && <Note tone="caution">{say('setup.problems')}</Note>}
        {running && <StopStealing />}
        <Button
          className="btn primary wide"
          isDisabled={running || reading.kind === 'invalid'}
          onPress={() => void steal()}
        >
          <PlayIcon />
          {say('ex.run')}
          <Key name="R" />
        </Button>
        <Changed />
        {reading.kind === 'valid' && <Cost spec={reading.spec} />}
      </section>
    </>
  );
}

function Changed() {
  const { say } = useVoice();
  const changed = useLab(isExtractChanged);
  const shown = useLab(shownExtract);
  const { loadExtract } = useActions();
  if (!changed || !shown) return null;
  return (
    <div className="run-head">
      <span className="tag">{say('setup.notYetRun')}</span>
      <LinkButton onPress={() => loadExtract(draftThatGave(shown))}>{say('setup.reset')}</LinkButton>
    </div>
  );
}

export function StopStealing() {
  const { say } = useVoice();
  const { stopStealing } = useActions();
  return (
    <Button className="btn wide" onPress={stopStealing}>
      <CrossIcon />
      {say('setup.stop')}
      <Key name={say('key.escape')} />
    </Button>
  );
}

function Cost({ spec }: { readonly spec: ExtractSpec }) {
  const { say, count, range } = useVoice();
  const backend = useLab((state) => (state.backend.kind === 'ready' ? state.backend.report.backend : undefined));
  const speed = useLab(({ speeds }) => speeds[extractSpeed(backend ?? '')]);
  const thefts = planThefts(spec).length;
  const { budget } = spec.settings;
  const time = speed && range(timeFor(thefts * budget, speed));
  return (
    <p className="help">
      {say('ex.cost', { thefts: count(thefts), budget: count(budget) })}{' '}
      {time && backend
        ? say('ex.costTime', { ...time, time: time.middle, backend: say(`backend.${backend}`) })
        : say('ex.costUnknown')}
    </p>
  );
}
