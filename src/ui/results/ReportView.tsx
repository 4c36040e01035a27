import { memo } from 'react';
import type { Report } from '../../spec/report.ts';
import { chosenEpsilon } from '../../store/choices.ts';
import { specOf } from '../../store/derived.ts';
import { isOfOwnModel } from '../../store/transferring.ts';
import { CurveFigure } from '../chart/CurveFigure.tsx';
import { Gallery } from '../gallery/Gallery.tsx';
import { useLab } from '../lab.tsx';
import { lazily } from '../parts/lazily.tsx';
import { Staged } from '../parts/Staged.tsx';
import { Caveats } from './Caveats.tsx';
import { Checklist } from './Checklist.tsx';
import { CreditsTable } from './CreditsTable.tsx';
import { FindingHeading } from './FindingHeading.tsx';
import { KeyNumbers } from './KeyNumbers.tsx';
import { OwnLimitsTable } from './OwnLimitsTable.tsx';
import { ResultsTable } from './ResultsTable.tsx';
import { TransferFigure } from './TransferFigure.tsx';

const Verdicts = memo(Checklist);
const Curves = memo(CurveFigure);
const EveryPair = memo(ResultsTable);
const OwnLimits = memo(OwnLimitsTable);
const Credits = memo(CreditsTable);
const Images = memo(Gallery);
const Transfer = memo(TransferFigure);
const Doubts = memo(Caveats);
const Detections = lazily(async () => memo((await import('../detect/DetectionFigures.tsx')).DetectionFigures));
const Comparison = lazily(async () => memo((await import('../compare/CompareFigure.tsx')).CompareFigure));

/** A report with numbers: finding, key numbers, figures, doubts. */
export function ReportView({ report }: { readonly report: Report }) {
  const epsilon = useLab((state) => chosenEpsilon(state, report));
  const copied = useLab(isOfOwnModel); // the matrix stands above then
  return (
    <Staged>
      {epsilon !== undefined && <FindingHeading report={report} epsilon={epsilon} />}
      {epsilon !== undefined && <KeyNumbers report={report} epsilon={epsilon} />}
      <Verdicts report={report} />
      {epsilon !== undefined && <Curves report={report} />}
      {epsilon !== undefined && <EveryPair report={report} epsilon={epsilon} />}
      <OwnLimits report={report} />
      {specOf(report).detectors.length > 0 && <Detections report={report} epsilon={epsilon} />}
      <Credits report={report} />
      <Images report={report} />
      {!copied && <Transfer report={report} />}
      {epsilon !== undefined && report.finished && <Comparison report={report} epsilon={epsilon} />}
      <Doubts report={report} />
    </Staged>
  );
}
