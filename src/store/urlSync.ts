import { kindKey } from '../spec/experimentKind.ts';
import { prunedExtract } from '../spec/extractText.ts';
import { writeLink } from '../spec/link.ts';
import { parseSpec, type SpecText } from '../spec/spec.ts';
import { systemText } from '../spec/system/settings.ts';
import { policyText } from '../spec/thresholds/policy.ts';
import { shownReport } from './derived.ts';
import { type Reading, readDraft } from './draft.ts';
import type { LabState, LabStore } from './labStore.ts';
import { quietPages } from './pages.ts';
import { type LinkReading, readLink } from './permalink.ts';
import { type Specimen, specimenOf, specimenReading } from './specimen.ts';

const pauseMs = 300; // browsers limit how often an address may change

/** The whole address that opens the experiment in the form, in the language of the page. */
export function currentLink(store: LabStore, location: Location): string {
  const state = store.getState();
  const more = { lang: state.settings.language, ...placeOf(state) };
  const here = location.href.replace(/#.*$/, '');
  if (state.page === 'certify') return here + writeLink({ [kindKey]: 'certify', ...state.certifyText }, more);
  if (state.page === 'extract') return here + writeLink(extractLink(state), more);
  const reading = linkedReading(state);
  const hash = reading.kind === 'valid' ? writeLink(reading.text, more) : location.hash;
  return here + hash;
}

/** The form of the Extraction page as it stands; with problems too, so that a reload shows them again. */
const extractLink = ({ extractText }: LabState): SpecText =>
  extractText ? { [kindKey]: 'extract', ...prunedExtract(extractText) } : {};

/** The experiment that the page shows: one image, the numbers behind the thresholds, or the form. */
function linkedReading(state: LabState): Reading {
  if (state.page === 'inspect') return specimenReading(state);
  const report = state.page === 'thresholds' || state.page === 'report' ? shownReport(state.run) : undefined;
  return readDraft(report?.spec ?? state.draft);
}

/** What a page adds to its link. */
function placeOf({ page, specimen, policy, system }: LabState): SpecText {
  if (page === 'inspect') return { page, image: String(specimen.image) };
  if (page === 'thresholds') return { page, ...policyText(policy), ...systemText(system) };
  return page === 'evaluate' ? {} : { page };
}

/** Keeps the address and the form the same: edits are written, links that are pasted or followed are read. */
export function syncUrl(store: LabStore, page: Window): void {
  let planned = false;
  const write = () => {
    planned = false;
    const link = currentLink(store, page.location);
    if (store.getState().linkProblems.length === 0 && link !== page.location.href) {
      page.history.replaceState(null, '', link);
    }
  };
  store.subscribe((state, before) => {
    const watched = [
      'draft',
      'settings',
      'page',
      'policy',
      'system',
      'run',
      'linkProblems',
      'extractText',
      'certifyText',
    ] as const;
    const same = watched.every((key) => state[key] === before[key]) && sameSpecimen(state.specimen, before.specimen);
    if (planned || same) return;
    planned = true;
    setTimeout(write, pauseMs);
  });
  page.addEventListener('hashchange', () => follow(store, page.location.hash));
  write();
}

const sameSpecimen = (a: Specimen, b: Specimen) => a.text === b.text && a.image === b.image;

function follow(store: LabStore, hash: string): void {
  const link = readLink(hash);
  const { set, setPolicy, setSystem, goTo, load, loadExtract, loadCertify, start, reportBadLink } = store.getState();
  if (link.language) set({ language: link.language });
  if (link.page) goTo(link.page);
  if (link.policy) setPolicy(link.policy);
  if (link.system) setSystem(link.system);
  if (link.extractText) loadExtract(link.extractText);
  if (link.certifyText) loadCertify(link.certifyText);
  if (link.kind === 'bad') reportBadLink(link.problems);
  if (link.page === 'inspect') inspectLinked(store, link);
  else if (link.kind === 'valid') {
    load(link.text);
    if (!link.page || !quietPages.includes(link.page)) start();
  }
}

/** Model and data of the link go into the form, everything else to the Inspect page. */
function inspectLinked(store: LabStore, link: LinkReading): void {
  const { edit, openSpecimen, chooseImage, specimen } = store.getState();
  if (link.kind === 'valid') {
    edit('model', link.text.model);
    edit('data', link.text.data);
    openSpecimen(specimenOf(parseSpec(link.text), link.image ?? specimen.image));
  }
  if (link.image !== undefined) chooseImage(link.image);
}
