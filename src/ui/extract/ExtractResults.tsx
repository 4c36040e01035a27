import { memo, useDeferredValue } from 'react';
import type { ExtractState } from '../../store/extractActions.ts';
import { hasPoints } from '../../store/extracting.ts';
import { chosenOutcome, extractViewOf, settingName, shownExtract } from '../../store/extractView.ts';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { FailureText } from '../parts/FailureText.tsx';
import { Finding } from '../parts/Finding.tsx';
import { Note } from '../parts/Note.tsx';
import { Picker } from '../parts/Picker.tsx';
import { Staged } from '../parts/Staged.tsx';
import { BadLink } from '../results/BadLink.tsx';
import { ContinueWithCopy } from './ContinueWithCopy.tsx';
import { CurvesFigure } from './CurvesFigure.tsx';
import { DoubtNotes } from './DoubtNotes.tsx';
import { ExtractBar } from './ExtractBar.tsx';
import { ExtractNumbers } from './ExtractNumbers.tsx';
import { extractFindingText, extractKickerText } from './extractFindingText.ts';
import { settingText } from './extractNames.ts';
import { MatrixFigure } from './MatrixFigure.tsx';
import { MeasureNotes } from './MeasureNotes.tsx';
import { PoolFigure } from './PoolFigure.tsx';
import { PricesFigure } from './PricesFigure.tsx';
import { ReachFigure } from './ReachFigure.tsx';
import { RunsFigure } from './RunsFigure.tsx';
import { ServiceLog } from './ServiceLog.tsx';
import { WatchFigure } from './WatchFigure.tsx';
import { WatermarkFigure } from './WatermarkFigure.tsx';

// A run that gets on with its work tells so five times a second; only what was found is drawn again.
const KeyNumbers = memo(ExtractNumbers);
const Curves = memo(CurvesFigure);
const Matrix = memo(MatrixFigure);
const Reach = memo(ReachFigure);
const Prices = memo(PricesFigure);
const Watched = memo(WatchFigure);
const Watermark = memo(WatermarkFigure);
const GoOn = memo(ContinueWithCopy);
const Log = memo(ServiceLog);
const Runs = memo(RunsFigure);
const Doubts = memo(DoubtNotes);
const Pool = memo(PoolFigure);
const Notes = memo(MeasureNotes);

/** The result column: finding, key numbers, what each query buys, who is stopped and who pays for it. */
export function ExtractResults() {
  const { say } = useVoice();
  const state = useLab((lab) => lab.extract);
  const newest = useLab(shownExtract);
  const report = useDeferredValue(newest); // new numbers are drawn in slices
  const stale = state.kind !== 'idle' && report !== undefined && !hasPoints(state.report);
  return (
    <div className={stale ? 'stack extract stale' : 'stack extract'} aria-busy={report !== newest}>
      <BadLink />
      <Heading state={state} />
      {state.kind === 'running' && <ExtractBar state={state} />}
      <Ended state={state} />
      {stale && <p className="status">{say('ex.newest')}</p>}
      {report && <Numbers />}
      <Notes />
    </div>
  );
}

function Heading({ state }: { readonly state: ExtractState }) {
  const voice = useVoice();
  const report = useDeferredValue(useLab(shownExtract));
  const setting = useLab((lab) => lab.extractSetting);
  const view = report && extractViewOf(report);
  const outcome = view && chosenOutcome(view, setting);
  const text = extractFindingText(voice, state, view, outcome);
  return (
    <Finding
      kicker={extractKickerText(voice, view, outcome)}
      text={text}
      spoken={state.kind === 'running' ? '' : text}
    />
  );
}

/** How a run ended that did not come to its end. */
function Ended({ state }: { readonly state: ExtractState }) {
  const { say } = useVoice();
  if (state.kind === 'stopped')
    return <Note tone="info">{say(hasPoints(state.report) ? 'ex.stopped' : 'ex.stoppedEmpty')}</Note>;
  if (state.kind !== 'failed') return null;
  const { failure, report } = state;
  return (
    <Note tone="danger" urgent>
      <FailureText failure={failure} />
      {hasPoints(report) && <p>{say('error.partial')}</p>}
    </Note>
  );
}

function Numbers() {
  const report = useDeferredValue(useLab(shownExtract))!; // there is one
  const name = useLab((lab) => lab.extractSetting);
  const view = extractViewOf(report);
  const outcome = chosenOutcome(view, name);
  if (!outcome) return null;
  return (
    <Staged>
      <SettingPicker view={view} name={settingName(outcome)} />
      <KeyNumbers view={view} outcome={outcome} />
      <Doubts view={view} />
      <Curves view={view} />
      <Matrix view={view} />
      <Reach view={view} />
      <Prices view={view} />
      <Watched view={view} outcome={outcome} />
      <Watermark view={view} />
      <Pool report={report} />
      <GoOn view={view} outcome={outcome} />
      <Log report={view.report} outcome={outcome} />
      <Runs shown={report} />
    </Staged>
  );
}

interface SettingPickerProps {
  readonly view: ReturnType<typeof extractViewOf>;
  readonly name: string;
}

/** Which thief and which service the key numbers, the detector and the log are about. */
function SettingPicker({ view: { outcomes }, name }: SettingPickerProps) {
  const voice = useVoice();
  const { chooseSetting } = useActions();
  if (outcomes.length < 2) return null;
  return (
    <div className="ex-show">
      <span className="small muted">{voice.say('ex.show')}</span>
      <Picker
        label={voice.say('ex.show')}
        value={name}
        options={outcomes.map((outcome) => ({ value: settingName(outcome), text: settingText(voice, outcome) }))}
        onChange={chooseSetting}
      />
    </div>
  );
}
