import { describeEpsilon } from '../../core/epsilon.ts';
import { chosenEpsilon } from '../../store/choices.ts';
import { hasNumbers } from '../../store/derived.ts';
import { viewOf } from '../../store/thresholds.ts';
import { BudgetSlider } from '../chart/BudgetSlider.tsx';
import { useLab, useReport, useVoice } from '../lab.tsx';
import { Finding } from '../parts/Finding.tsx';
import { Staged } from '../parts/Staged.tsx';
import { BadLink } from '../results/BadLink.tsx';
import { RunStatus } from '../results/RunStatus.tsx';
import { AcceptFigure } from './AcceptFigure.tsx';
import { AwareNote } from './AwareNote.tsx';
import { ClassTable } from './ClassTable.tsx';
import { ConfidenceFigure } from './ConfidenceFigure.tsx';
import { CostCard } from './CostCard.tsx';
import { CoverageFigure } from './CoverageFigure.tsx';
import { EmptyThresholds } from './EmptyThresholds.tsx';
import { Follow } from './Follow.tsx';
import { findingText } from './findingText.ts';
import { KeyNumbers } from './KeyNumbers.tsx';
import { QueueFigure } from './QueueFigure.tsx';
import { ReliabilityFigure } from './ReliabilityFigure.tsx';
import { RuleNote } from './RuleNote.tsx';
import { SystemFigure } from './system/SystemFigure.tsx';
import { thresholdText } from './thresholdText.ts';

/** The result column: finding, key numbers, figures; all follow the thresholds at once. */
export function ThresholdsResults() {
  const report = useReport();
  const shown = report !== undefined && hasNumbers(report);
  return (
    <div className="stack thresholds">
      <BadLink />
      <RunStatus />
      {shown ? <Numbers /> : <EmptyThresholds />}
    </div>
  );
}

function Numbers() {
  const report = useReport()!; // there are numbers
  const policy = useLab((state) => state.policy);
  const chosen = useLab((state) => state.thresholdDefense);
  const epsilon = useLab((state) => chosenEpsilon(state, report));
  const view = viewOf({ policy, thresholdDefense: chosen, epsilon }, report);
  return (
    <Staged>
      <Follow view={view} className="stack">
        {(shown) => (
          <>
            <Heading view={shown} />
            <RuleNote view={shown} />
            <KeyNumbers view={shown} />
            <AwareNote view={shown} />
          </>
        )}
      </Follow>
      {epsilon !== undefined && <BudgetSlider report={report} />}
      <Follow view={view}>{(shown) => <ConfidenceFigure view={shown} />}</Follow>
      <Follow view={view} className="pair">
        {(shown) => (
          <>
            <CoverageFigure view={shown} />
            <CostCard view={shown} />
          </>
        )}
      </Follow>
      <Follow view={view} className="pair">
        {(shown) => (
          <>
            <AcceptFigure view={shown} />
            <ReliabilityFigure view={shown} />
          </>
        )}
      </Follow>
      <Follow view={view}>{(shown) => <QueueFigure view={shown} />}</Follow>
      <Follow view={view}>{(shown) => <SystemFigure view={shown} />}</Follow>
      <Follow view={view}>{(shown) => <ClassTable view={shown} />}</Follow>
    </Staged>
  );
}

function Heading({ view }: { readonly view: ReturnType<typeof viewOf> }) {
  const voice = useVoice();
  const { accept, reject } = view.policy;
  const values = {
    accept: thresholdText(accept),
    reject: thresholdText(reject),
    defense: voice.defense(view.board.defense),
  };
  const kicker =
    view.epsilon === undefined
      ? voice.say('th.kickerPlain', values)
      : voice.say('th.kicker', { ...values, epsilon: describeEpsilon(view.epsilon) });
  return <Finding kicker={kicker} text={findingText(voice, view)} />;
}
