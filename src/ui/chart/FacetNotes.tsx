import { warningText } from '../../i18n/checkWords.ts';
import { points } from '../../i18n/numberWords.ts';
import type { Report } from '../../spec/report.ts';
import { cleanRatesOf } from '../../store/derived.ts';
import { warningsOf } from '../../store/doubts.ts';
import { useVoice } from '../lab.tsx';
import { Note } from '../parts/Note.tsx';
import { byGravity, warningTone } from '../results/warningTone.ts';

const most = 2; // notes under one facet; all of them are listed under Doubts

interface FacetNotesProps {
  readonly report: Report;
  readonly defense: string;
  readonly epsilon: number | undefined;
}

/** Doubts about one defense, at the selected budget where they depend on it. */
export function FacetNotes({ report, defense, epsilon }: FacetNotesProps) {
  const voice = useVoice();
  const own = warningsOf(report)
    .filter(({ cells }) => cells.defense === defense && (cells.epsilon === undefined || cells.epsilon === epsilon))
    .sort(byGravity);
  return (
    <>
      {own.slice(0, most).map((found) => (
        <Note key={found.message} tone={warningTone(found.code)}>
          {warningText(voice, found)}
        </Note>
      ))}
      <CleanCost report={report} defense={defense} />
    </>
  );
}

const worthSaying = 0.01; // one point

function CleanCost({ report, defense }: { readonly report: Report; readonly defense: string }) {
  const { say, percent } = useVoice();
  const before = cleanRatesOf(report).none?.value;
  const after = cleanRatesOf(report)[defense]?.value;
  if (before === undefined || after === undefined || !(before - after >= worthSaying)) return null;
  const values = { points: points(before - after), before: percent(before), after: percent(after) };
  return <Note tone="info">{say('curve.cleanCost', values)}</Note>;
}
