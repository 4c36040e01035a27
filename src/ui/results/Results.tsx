import { useDeferredValue } from 'react';
import { hasNumbers, isStale } from '../../store/derived.ts';
import { isOfOwnModel } from '../../store/transferring.ts';
import { useLab, useReport } from '../lab.tsx';
import { lazily } from '../parts/lazily.tsx';
import { BadLink } from './BadLink.tsx';
import { CheckGuide } from './CheckGuide.tsx';
import { DataTableDialog } from './DataTableDialog.tsx';
import { FirstRun } from './FirstRun.tsx';
import { loadReportView } from './loadReportView.ts';
import { RunStatus } from './RunStatus.tsx';

const ReportView = lazily(loadReportView);
const TransferFigure = lazily(async () => (await import('./TransferFigure.tsx')).TransferFigure);

/** The result column: what is going on, then what was found. */
export function Results() {
  const newest = useReport();
  const report = useDeferredValue(newest); // new numbers are drawn in slices, behind what somebody is doing
  const copied = useLab(isOfOwnModel); // what somebody came for from another page stands first
  const stale = useLab((state) => isStale(state.run));
  return (
    <div className={stale ? 'stack stale' : 'stack'} aria-busy={report !== newest}>
      <BadLink />
      <RunStatus />
      {copied && <TransferFigure report={report} />}
      {report === undefined && <FirstRun />}
      {report !== undefined && hasNumbers(report) && <ReportView report={report} />}
      <DataTableDialog />
      <CheckGuide />
    </div>
  );
}
