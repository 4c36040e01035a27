import { useEffect } from 'react';
import { chosenEpsilon, epsilonsOf } from '../../store/choices.ts';
import { shownReport } from '../../store/derived.ts';
import type { LabStore } from '../../store/labStore.ts';
import { allPages, isOpenPage } from '../../store/pages.ts';
import { useLabStore } from '../lab.tsx';
import { copyLink } from './CopyLink.tsx';

/** Single letters act while nobody types and nothing is open; Esc stops a run. */
export function useShortcuts(): void {
  const store = useLabStore();
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isTyping(event.target) || document.querySelector('[role="dialog"], [role="menu"], [role="listbox"]')) return;
      const { settings, run, stop } = store.getState();
      if (event.key === 'Escape' && run.kind === 'running') stop();
      else if (settings.shortcuts) (actions[event.key.toLowerCase()] ?? pageAction(event.key))?.(store);
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [store]);
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  target.matches('input:not([type="range"], [type="checkbox"], [type="radio"]), textarea');

const actions: Readonly<Record<string, (store: LabStore) => void>> = {
  r: (store) => store.getState().start(),
  '[': (store) => moveEpsilon(store, -1),
  ']': (store) => moveEpsilon(store, 1),
  t: (store) => store.getState().show('data'),
  c: (store) => void copyLink(store),
  e: (store) => store.getState().show('export'),
  d: (store) => flip(store, 'theme'),
  g: (store) => flip(store, 'language'),
  '?': (store) => store.getState().show('shortcuts'),
};

/** 1 to 7 go to the pages in the order of the bar. */
function pageAction(key: string) {
  const page = /^[1-9]$/.test(key) ? allPages[Number(key) - 1] : undefined;
  return isOpenPage(page) ? (store: LabStore) => store.getState().goTo(page) : undefined;
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
