import { chosenEpsilon, epsilonsOf } from '../../store/choices.ts';
import { shownReport } from '../../store/derived.ts';
import type { LabStore } from '../../store/labStore.ts';
import { allPages } from '../../store/pages.ts';
import { useLab } from '../lab.tsx';
import { copyLink } from './CopyLink.tsx';
import { type KeyActions, useKeys } from './useKeys.ts';

/** The keys of the whole lab; those of the Evaluate page act only there. */
export function useShortcuts(): void {
  const page = useLab((state) => state.page);
  useKeys((key) => (page === 'evaluate' ? evaluateActions[key] : undefined) ?? everywhere[key] ?? pageAction(key));
}

const evaluateActions: KeyActions = {
  Escape: (store) => store.getState().stop(),
  r: (store) => store.getState().start(),
  '[': (store) => moveEpsilon(store, -1),
  ']': (store) => moveEpsilon(store, 1),
  t: (store) => store.getState().show('data'),
  e: (store) => store.getState().show('export'),
};

const everywhere: KeyActions = {
  c: (store) => void copyLink(store),
  d: (store) => flip(store, 'theme'),
  g: (store) => flip(store, 'language'),
  '?': (store) => store.getState().show('shortcuts'),
};

/** The digits go to the pages in the order of the bar. */
function pageAction(key: string) {
  const page = /^[1-9]$/.test(key) ? allPages[Number(key) - 1] : undefined;
  return page && ((store: LabStore) => store.getState().goTo(page));
}

function moveEpsilon(store: LabStore, by: number): void {
  const state = store.getState();
  const report = shownReport(state.run);
  if (!report) return;
  const all = epsilonsOf(report);
  const next = all[all.indexOf(chosenEpsilon(state, report)!) + by];
  if (next !== undefined) state.chooseEpsilon(next);
}

function flip(store: LabStore, which: 'theme' | 'language'): void {
  const { settings, set } = store.getState();
  if (which === 'theme') set({ theme: settings.theme === 'dark' ? 'light' : 'dark' });
  else set({ language: settings.language === 'ja' ? 'en' : 'ja' });
}
