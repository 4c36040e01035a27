import { defaults } from '../core/params.ts';
import type { Problem } from '../core/problems.ts';
import { writeLink } from '../spec/link.ts';
import type { Report } from '../spec/report.ts';
import { parseSpec, preparedSpec, type SpecText } from '../spec/spec.ts';
import { type System, usualSystem } from '../spec/system/settings.ts';
import { type Policy, policyParams } from '../spec/thresholds/policy.ts';
import { preparedCertifications } from './certifyActions.ts';
import { sameText } from './draft.ts';
import type { RunState } from './labState.ts';
import { type PageId, quietPages } from './pages.ts';
import { type LinkReading, readLink } from './permalink.ts';
import { blankSpecimen, type SpecimenState, specimenOf } from './specimen.ts';

/** What the page kept from the last visit. */
export interface Kept {
  readonly draft: SpecText | undefined;
  /** Link that stood in the address beside that draft. */
  readonly link: string | undefined;
  /** Form of the Extraction page. */
  readonly extractText?: SpecText | undefined;
  readonly report: Report | undefined;
}

/** What the page begins with. */
export interface Opening {
  readonly page: PageId;
  readonly policy: Policy;
  readonly system: System;
  readonly extractText: SpecText | undefined;
  readonly draft: SpecText;
  readonly run: RunState;
  readonly specimen: SpecimenState;
  readonly certifyText: SpecText;
  readonly linkProblems: readonly Problem[];
  /** Start the draft at once. */
  readonly begin: boolean;
}

type Place = Pick<Opening, 'page' | 'policy' | 'system' | 'extractText' | 'certifyText'>;

/**
 * Decides between the link in the address and what was kept. A reload shows what was there; a new link runs; a first
 * visit runs the prepared experiment; a bad link runs nothing. A link to the Inspect page leaves the form as it was, and the
 * Thresholds and the Report page by themselves say what they need before they run anything; the quiet pages run
 * nothing by themselves.
 */
export function open(hash: string, kept: Kept): Opening {
  const link = readLink(hash);
  const page = link.page ?? 'evaluate';
  const extractText = link.extractText ?? kept.extractText;
  const certifyText = link.certifyText ?? preparedCertifications.bounds;
  const system = link.system ?? usualSystem;
  const place = { page, policy: link.policy ?? defaults(policyParams), system, extractText, certifyText };
  if (page === 'inspect') return { ...place, ...inspection(link, kept) };
  const experiment = { ...place, specimen: blankSpecimen, ...experimentOf(link, kept) };
  const waits = quietPages.includes(page) || (['thresholds', 'report'].includes(page) && link.kind === 'none');
  return waits ? { ...experiment, begin: false } : experiment;
}

/** The image and attack of a link to the Inspect page; only the model and the data of the link go into the form. */
function inspection(link: LinkReading, kept: Kept): Omit<Opening, keyof Place> {
  const draft = kept.draft ?? kept.report?.spec ?? preparedSpec;
  const rest = { run: keptRun(kept), begin: false, linkProblems: link.kind === 'bad' ? link.problems : [] };
  const image = link.image ?? blankSpecimen.image;
  if (link.kind !== 'valid') return { ...rest, draft, specimen: { ...blankSpecimen, image } };
  const { model, data } = link.text;
  const { model: _, data: __, ...others } = draft;
  return {
    ...rest,
    draft: { ...others, ...(model && { model }), ...(data && { data }) },
    specimen: { ...blankSpecimen, ...specimenOf(parseSpec(link.text), image) },
  };
}

const keptRun = ({ report }: Kept): RunState => (report ? { kind: 'done', report } : { kind: 'idle' });

function experimentOf(link: LinkReading, kept: Kept): Omit<Opening, keyof Place | 'specimen'> {
  const run = keptRun(kept);
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
