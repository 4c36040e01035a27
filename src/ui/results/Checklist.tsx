import { useState } from 'react';
import { checkText } from '../../i18n/checkWords.ts';
import { checkCards, checkCodes } from '../../spec/checks/catalog.ts';
import type { CheckResult } from '../../spec/checks/check.ts';
import { countOutcomes } from '../../spec/checks/checkReport.ts';
import type { Report } from '../../spec/report.ts';
import { checksOf } from '../../store/doubts.ts';
import { useActions, useVoice } from '../lab.tsx';
import { CheckedIcon, InfoIcon, NoneIcon, PendingIcon, StopSignIcon, TriangleIcon } from '../parts/icons.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { warningTone } from './warningTone.ts';

/** How the checks came out, in one line beside the numbers; all of them with what they measured when it is unfolded. */
export function Checklist({ report }: { readonly report: Report }) {
  const { say } = useVoice();
  const [open, setOpen] = useState(false);
  const results = checksOf(report);
  const { passed, raised, pending, 'not-applicable': skipped } = countOutcomes(results);
  const summary =
    pending > 0
      ? say('checks.summaryRunning', { pending, total: checkCodes.length })
      : say('checks.summary', { passed, raised, skipped });
  return (
    <details className="checklist" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="num">{summary}</summary>
      {open && (
        <ul className="checks">
          {checkCodes.map((code) => (
            <Line key={code} found={results.filter((result) => result.code === code)} />
          ))}
        </ul>
      )}
    </details>
  );
}

/** One check: how it came out, and everything it found. */
function Line({ found }: { readonly found: readonly CheckResult[] }) {
  const voice = useVoice();
  const { say, card } = voice;
  const { explain } = useActions();
  const [first] = found;
  if (!first) return null;
  const { code, outcome } = first;
  return (
    <li>
      <OutcomeIcon {...first} />
      <LinkButton onPress={() => explain(code)}>{card(`checks.${code}.title`, checkCards[code].title)}</LinkButton>
      <span className="muted">{say(outcome === 'pending' ? 'checks.pendingShort' : `checks.${outcome}`)}</span>
      {found.map((result) => (
        <span className="d" key={result.message}>
          {checkText(voice, result)}
        </span>
      ))}
    </li>
  );
}

function OutcomeIcon({ code, outcome }: CheckResult) {
  if (outcome === 'passed') return <CheckedIcon className="ok" />;
  if (outcome === 'pending') return <PendingIcon className="wait" />;
  if (outcome === 'not-applicable') return <NoneIcon className="wait" />;
  const tone = warningTone(code);
  const Icon = { ok: CheckedIcon, info: InfoIcon, caution: TriangleIcon, danger: StopSignIcon }[tone];
  return <Icon className={tone === 'info' ? 'wait' : tone} />;
}
