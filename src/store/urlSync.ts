import { writeLink } from '../spec/link.ts';
import { parseSpec } from '../spec/spec.ts';
import { readDraft } from './draft.ts';
import type { LabStore } from './labStore.ts';
import { type LinkReading, readLink } from './permalink.ts';
import { type Specimen, specimenOf, specimenReading } from './specimen.ts';

const pauseMs = 300; // browsers limit how often an address may change

/** The whole address that opens the experiment in the form, in the language of the page. */
export function currentLink(store: LabStore, location: Location): string {
  const { draft, settings, page, specimen } = store.getState();
  const single = page === 'inspect';
  const reading = single ? specimenReading(store.getState()) : readDraft(draft);
  const more = { lang: settings.language, ...(single && { page, image: String(specimen.image) }) };
  const hash = reading.kind === 'valid' ? writeLink(reading.text, more) : location.hash;
  return location.href.replace(/#.*$/, '') + hash;
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
    const watched = ['draft', 'settings', 'page', 'linkProblems'] as const;
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
  const { set, goTo, load, start, reportBadLink } = store.getState();
  if (link.language) set({ language: link.language });
  if (link.page) goTo(link.page);
  if (link.kind === 'bad') reportBadLink(link.problems);
  if (link.page === 'inspect') inspectLinked(store, link);
  else if (link.kind === 'valid') {
    load(link.text);
    start();
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
