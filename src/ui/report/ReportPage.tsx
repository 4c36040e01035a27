import { type CardSources, cardSources } from '../../spec/robustness/makeCard.ts';
import { ownEvaluation } from '../../spec/robustness/sources.ts';
import { hasNumbers, shownReport } from '../../store/derived.ts';
import { useLab, useVoice } from '../lab.tsx';
import '../../i18n/cardWords.ts'; // brings the messages
import { BadLink } from '../results/BadLink.tsx';
import { RunStatus } from '../results/RunStatus.tsx';
import '../sheet/sheet.css';
import '../styles/report.css';
import { useMemo } from 'react';
import { CardView } from './CardView.tsx';
import { EmptyReport } from './EmptyReport.tsx';

/** A robustness card of the last run and of reports from files: to read, print, keep and compare. */
export function ReportPage() {
  const sources = useSources();
  return (
    <div className="report">
      <BadLink />
      <RunStatus />
      {sources ? <CardView sources={sources} /> : <EmptyReport />}
    </div>
  );
}

/**
 * The last run that has come to an end, then what was added; while one is going on the card would change all the time.
 * Undefined without an evaluation.
 */
function useSources(): CardSources | undefined {
  const { say } = useVoice();
  const run = useLab((state) => state.run);
  const added = useLab((state) => state.card.sources);
  const report = run.kind === 'running' ? run.previous : shownReport(run);
  const name = say('rc.lastRun');
  const own = useMemo(
    () => (report?.setting && hasNumbers(report) ? [ownEvaluation(report, name)] : []),
    [report, name],
  );
  return useMemo(() => {
    const all = [...own, ...added];
    const first = all.find(({ kind }) => kind === 'evaluate');
    return first && cardSources([first, ...all.filter((source) => source !== first)]);
  }, [own, added]);
}
