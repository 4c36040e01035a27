import { describeEpsilon } from '../../core/epsilon.ts';
import type { Spec } from '../../spec/spec.ts';
import { shownReport, specOf } from '../../store/derived.ts';
import { type Reading, readDraft } from '../../store/draft.ts';
import type { LabState } from '../../store/labStore.ts';
import { specimenReading } from '../../store/specimen.ts';
import { useLab, useVoice } from '../lab.tsx';
import { lazily } from '../parts/lazily.tsx';
import { CopyLink } from './CopyLink.tsx';

const ExportMenu = lazily(async () => (await import('./ExportMenu.tsx')).ExportMenu); // there is nothing to save before the first numbers
const ExtractFacts = lazily(async () => (await import('../extract/ExtractStrip.tsx')).ExtractFacts);
const ExtractFiles = lazily(async () => (await import('../extract/ExtractStrip.tsx')).ExtractFiles);

/** What every number on the page refers to. */
export function ExperimentStrip() {
  const { say } = useVoice();
  const spec = useLab(shownSpec);
  const page = useLab((state) => state.page);
  if (page === 'train') return null; // a training run has its settings beside it
  return (
    <section className="exp" aria-label={say('strip.label')}>
      <div className="exp-in">
        {page === 'extract' ? <ExtractFacts /> : spec && page !== 'certify' && <Facts spec={spec} />}
        <div className="acts">
          <CopyLink />
          <MenuOfPage />
        </div>
      </div>
    </section>
  );
}

/** The other pages save from their own figures. */
function MenuOfPage() {
  const page = useLab((state) => state.page);
  if (page === 'extract') return <ExtractFiles />;
  return page === 'evaluate' ? <ExportMenu /> : null;
}

/** The experiment of the numbers; of the form while there are none. */
function shownSpec(state: LabState): Spec | undefined {
  if (state.page === 'inspect') return validSpec(specimenReading(state));
  const { run, draft } = state;
  const report = shownReport(run) ?? (run.kind === 'idle' ? undefined : run.report);
  if (report) return specOf(report);
  return validSpec(draftReading(draft));
}

const validSpec = (reading: Reading) => (reading.kind === 'valid' ? reading.spec : undefined);

/** One reading per draft, so that the same draft gives the same object. */
const readings = new WeakMap<object, ReturnType<typeof readDraft>>();
function draftReading(draft: LabState['draft']) {
  const reading = readings.get(draft) ?? readDraft(draft);
  readings.set(draft, reading);
  return reading;
}

function Facts({ spec }: { readonly spec: Spec }) {
  const { say, model, dataset, option, goal, count } = useVoice();
  const single = useLab((state) => state.page === 'inspect'); // one image, not the count of the form
  const largest = describeEpsilon(Math.max(...spec.epsilons));
  const threat = { norm: option('norm', spec.norm), epsilon: largest, goal: goal(spec.goal) };
  return (
    <dl>
      <div>
        <dt>{say('strip.model')}</dt>
        <dd>{model(spec.model)}</dd>
      </div>
      <div>
        <dt>{say('strip.images')}</dt>
        <dd>
          {single ? dataset(spec.data) : say('strip.imagesValue', { data: dataset(spec.data), n: count(spec.count) })}
        </dd>
      </div>
      <div>
        <dt>{say('strip.threat')}</dt>
        <dd>{say('strip.threatValue', threat)}</dd>
      </div>
      <div>
        <dt>{say('strip.seed')}</dt>
        <dd>{spec.seed}</dd>
      </div>
    </dl>
  );
}
