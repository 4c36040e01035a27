import { writeLink } from '../spec/link.ts';
import type { Report } from '../spec/report.ts';
import { preparedSpec, type SpecText } from '../spec/spec.ts';
import { sameText } from './draft.ts';
import type { RunState } from './labState.ts';
import type { OpenPage } from './pages.ts';
import { type LinkReading, readLink } from './permalink.ts';

/** What the page kept from the last visit. */
export interface Kept {
  readonly draft: SpecText | undefined;
  /** Link that stood in the address beside that draft. */
  readonly link: string | undefined;
  readonly report: Report | undefined;
}

/** What the page begins with. */
export interface Opening {
  readonly page: OpenPage;
  readonly draft: SpecText;
  readonly run: RunState;
  readonly linkProblems: readonly string[];
  /** Start the draft at once. */
  readonly begin: boolean;
}

/**
 * Decides between the link in the address and what was kept. A reload shows what was there; a new link runs; a first
 * visit runs the prepared experiment; a bad link runs nothing.
 */
export function open(hash: string, kept: Kept): Opening {
  const link = readLink(hash);
  return { page: link.page ?? 'evaluate', ...experimentOf(link, kept) };
}

function experimentOf(link: LinkReading, kept: Kept): Omit<Opening, 'page'> {
  const run: RunState = kept.report ? { kind: 'done', report: kept.report } : { kind: 'idle' };
  const shows = (text: SpecText) => kept.report?.finished?.complete === true && sameText(kept.report.spec, text);
  if (link.kind === 'bad') return { draft: preparedSpec, run, linkProblems: link.problems, begin: false };
  if (link.kind === 'valid') {
    const isReload = kept.link === writeLink(link.text);
    if (isReload && kept.report) return { draft: kept.draft ?? link.text, run, linkProblems: [], begin: false };
    return { draft: link.text, run, linkProblems: [], begin: !shows(link.text) };
  }
  if (kept.report) return { draft: kept.draft ?? kept.report.spec, run, linkProblems: [], begin: false };
  return { draft: preparedSpec, run, linkProblems: [], begin: true };
}
