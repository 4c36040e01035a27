import { memo, useDeferredValue } from 'react';
import { chosenEpsilon } from '../../store/choices.ts';
import { hasNumbers, isStale } from '../../store/derived.ts';
import { CurveFigure } from '../chart/CurveFigure.tsx';
import { Gallery } from '../gallery/Gallery.tsx';
import { useLab, useReport } from '../lab.tsx';
import { BadLink } from './BadLink.tsx';
import { Caveats } from './Caveats.tsx';
import { CheckGuide } from './CheckGuide.tsx';
import { Checklist } from './Checklist.tsx';
import { CreditsTable } from './CreditsTable.tsx';
import { DataTableDialog } from './DataTable.tsx';
import { FindingHeading } from './FindingHeading.tsx';
import { FirstRun } from './FirstRun.tsx';
import { KeyNumbers } from './KeyNumbers.tsx';
import { OwnLimitsTable } from './OwnLimitsTable.tsx';
import { ResultsTable } from './ResultsTable.tsx';
import { RunStatus } from './RunStatus.tsx';
import { TransferFigure } from './TransferFigure.tsx';

const Verdicts = memo(Checklist);
const Figure1 = memo(CurveFigure);
const Table1 = memo(ResultsTable);
const Table2 = memo(OwnLimitsTable);
const Table3 = memo(CreditsTable);
const Figure2 = memo(Gallery);
const Figure3 = memo(TransferFigure);
const Doubts = memo(Caveats);

/** The result column: finding, key numbers, figures. */
export function Results() {
  const report = useDeferredValue(useReport()); // new numbers are drawn in slices, behind what somebody is doing
  const epsilon = useLab((state) => report && chosenEpsilon(state, report));
  const stale = useLab((state) => isStale(state.run));
  return (
    <div className={stale ? 'stack stale' : 'stack'}>
      <BadLink />
      <RunStatus />
      {report === undefined && <FirstRun />}
      {report !== undefined && hasNumbers(report) && (
        <>
          {epsilon !== undefined && <FindingHeading report={report} epsilon={epsilon} />}
          {epsilon !== undefined && <KeyNumbers report={report} epsilon={epsilon} />}
          <Verdicts report={report} />
          {epsilon !== undefined && <Figure1 report={report} />}
          {epsilon !== undefined && <Table1 report={report} epsilon={epsilon} />}
          <Table2 report={report} />
          <Table3 report={report} />
          <Figure2 report={report} />
          <Figure3 report={report} />
          <Doubts report={report} />
        </>
      )}
      <DataTableDialog />
      <CheckGuide />
    </div>
  );
}
