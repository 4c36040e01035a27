import { memo, useDeferredValue } from 'react';
import { chosenEpsilon } from '../../store/choices.ts';
import { hasNumbers, isStale } from '../../store/derived.ts';
import { isOfOwnModel } from '../../store/transferring.ts';
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
const Curves = memo(CurveFigure);
const EveryPair = memo(ResultsTable);
const OwnLimits = memo(OwnLimitsTable);
const Credits = memo(CreditsTable);
const Images = memo(Gallery);
const Transfer = memo(TransferFigure);
const Doubts = memo(Caveats);

/** The result column: finding, key numbers, figures. */
export function Results() {
  const report = useDeferredValue(useReport()); // new numbers are drawn in slices, behind what somebody is doing
  const epsilon = useLab((state) => report && chosenEpsilon(state, report));
  const copied = useLab(isOfOwnModel); // what somebody came for from another page stands first
  const stale = useLab((state) => isStale(state.run));
  return (
    <div className={stale ? 'stack stale' : 'stack'}>
      <BadLink />
      <RunStatus />
      {copied && <Transfer report={report} />}
      {report === undefined && <FirstRun />}
      {report !== undefined && hasNumbers(report) && (
        <>
          {epsilon !== undefined && <FindingHeading report={report} epsilon={epsilon} />}
          {epsilon !== undefined && <KeyNumbers report={report} epsilon={epsilon} />}
          <Verdicts report={report} />
          {epsilon !== undefined && <Curves report={report} />}
          {epsilon !== undefined && <EveryPair report={report} epsilon={epsilon} />}
          <OwnLimits report={report} />
          <Credits report={report} />
          <Images report={report} />
          {!copied && <Transfer report={report} />}
          <Doubts report={report} />
        </>
      )}
      <DataTableDialog />
      <CheckGuide />
    </div>
  );
}
