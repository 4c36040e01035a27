import { describeEpsilon } from '../../core/epsilon.ts';
import type { Spec } from '../../spec/spec.ts';
import { shownReport, specOf } from '../../store/derived.ts';
import { readDraft } from '../../store/draft.ts';
import type { LabState } from '../../store/labStore.ts';
import { useLab, useVoice } from '../lab.tsx';
import { CopyLink } from './CopyLink.tsx';
import { ExportMenu } from './ExportMenu.tsx';

/** What every number on the page refers to. */
export function ExperimentStrip() {
  const { say } = useVoice();
  const spec = useLab(shownSpec);
  return (
    <section className="exp" aria-label={say('strip.label')}>
      <div className="exp-in">
        {spec && <Facts spec={spec} />}
        <div className="acts">
          <CopyLink />
          <ExportMenu />
        </div>
      </div>
    </section>
  );
}

/** The experiment of the numbers; of the form while there are none. */
function shownSpec({ run, draft }: LabState): Spec | undefined {
  const report = shownReport(run) ?? (run.kind === 'idle' ? undefined : run.report);
  if (report) return specOf(report);
  const reading = draftReading(draft);
  return reading.kind === 'valid' ? reading.spec : undefined;
}

/** One reading per draft, so that the same draft gives the same object. */
const readings = new WeakMap<object, ReturnType<typeof readDraft>>();
function draftReading(draft: LabState['draft']) {
  const reading = readings.get(draft) ?? readDraft(draft);
  readings.set(draft, reading);
  return reading;
}

function Facts({ spec }: { readonly spec: Spec }) {
  const { say, model, dataset, option, goal, count } = useVoice();
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
        <dd>{say('strip.imagesValue', { data: dataset(spec.data), n: count(spec.count) })}</dd>
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
