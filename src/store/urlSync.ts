import { writeLink } from '../spec/link.ts';
import { readDraft } from './draft.ts';
import type { LabStore } from './labStore.ts';
import { readLink } from './permalink.ts';

const pauseMs = 300; // browsers limit how often an address may change

/** The whole address that opens the experiment in the form, in the language of the page. */
export function currentLink(store: LabStore, location: Location): string {
  const { draft, settings, page } = store.getState();
  const reading = readDraft(draft);
  const more = { lang: settings.language, ...(page !== 'evaluate' && { page }) };
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
    const same = (key: 'draft' | 'settings' | 'page' | 'linkProblems') => state[key] === before[key];
    if (planned || (same('draft') && same('settings') && same('page') && same('linkProblems'))) return;
    planned = true;
    setTimeout(write, pauseMs);
  });
  page.addEventListener('hashchange', () => follow(store, page.location.hash));
  write();
}

function follow(store: LabStore, hash: string): void {
  const link = readLink(hash);
  const { set, goTo, load, start, reportBadLink } = store.getState();
  if (link.language) set({ language: link.language });
  if (link.page) goTo(link.page);
  if (link.kind === 'bad') reportBadLink(link.problems);
  if (link.kind !== 'valid') return;
  load(link.text);
  start();
}
