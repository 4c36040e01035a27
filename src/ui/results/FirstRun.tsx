import { Button } from 'react-aria-components';
import type { Spec } from '../../spec/spec.ts';
import { readDraft } from '../../store/draft.ts';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { CheckedIcon, PendingIcon, PlayIcon } from '../parts/icons.tsx';
import { Key } from '../setup/RunControls.tsx';

/** Stands where results will be: what is about to happen and how far it has come. */
export function FirstRun() {
  const { say } = useVoice();
  const draft = useLab((state) => state.draft);
  const running = useLab((state) => state.run.kind === 'running');
  const { start } = useActions();
  const reading = readDraft(draft);
  return (
    <section className="fig">
      <div className="fig-body first">
        <div>
          <h1 className="finding">{say('first.title')}</h1>
          {reading.kind === 'valid' && <About spec={reading.spec} running={running} />}
          {running ? (
            <Steps />
          ) : (
            <Button className="btn primary" onPress={start} isDisabled={reading.kind === 'invalid'}>
              <PlayIcon />
              {say('first.run')}
              <Key name="R" />
            </Button>
          )}
        </div>
        <Hero />
      </div>
    </section>
  );
}

function About({ spec, running }: { readonly spec: Spec; readonly running: boolean }) {
  const { say, count, attack } = useVoice();
  const attacks = spec.attacks.map(attack).reduce((first, second) => say('list.and', { first, second }));
  return <p className="prose">{say(running ? 'first.running' : 'first.idle', { n: count(spec.count), attacks })}</p>;
}

function Steps() {
  const { say } = useVoice();
  const backend = useLab((state) => state.backend);
  const loaded = useLab(({ run }) => run.kind === 'running' && run.report.setting !== undefined);
  const name = backend.kind === 'ready' ? say(`backend.${backend.report.backend}`) : undefined;
  return (
    <ul className="checks">
      <Step
        done={name !== undefined}
        title={say('first.backend')}
        state={name ? say('first.backendReady', { backend: name }) : say('first.backendWait')}
      />
      <Step done={loaded} title={say('first.model')} state={say(loaded ? 'first.modelReady' : 'first.modelWait')} />
      <Step done={false} title={say('first.points')} state={say('first.pointsWait')} />
    </ul>
  );
}

interface StepProps {
  readonly done: boolean;
  readonly title: string;
  readonly state: string;
}

const Step = ({ done, title, state }: StepProps) => (
  <li>
    {done ? <CheckedIcon className="ok" /> : <PendingIcon className="wait" />}
    <span>{title}</span>
    <span className="muted small">{state}</span>
  </li>
);

/** An image, its ε-ball, and a boundary that reaches into it. */
function Hero() {
  return (
    <svg className="hero" viewBox="0 0 160 160" aria-hidden="true" fill="none" stroke="currentColor">
      <path d="M0 34C44 40 62 96 160 104V160H0Z" fill="var(--sunken)" stroke="none" />
      <path d="M0 34C44 40 62 96 160 104" stroke="var(--ink-3)" strokeDasharray="4 4" />
      <rect x="44" y="26" width="76" height="76" strokeWidth="1.6" />
      <path d="M82 64L64 92" strokeWidth="1.4" />
      <circle cx="82" cy="64" r="4.5" fill="currentColor" />
      <circle cx="62.5" cy="94.5" r="4.8" fill="var(--surface)" strokeWidth="2" stroke="var(--atk-pgd)" />
    </svg>
  );
}
