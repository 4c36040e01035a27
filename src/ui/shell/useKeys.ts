import { useEffect, useRef } from 'react';
import type { LabStore } from '../../store/labStore.ts';
import { useLabStore } from '../lab.tsx';

export type KeyActions = Readonly<Record<string, (store: LabStore) => void>>;

/** Single keys act while nobody types, nothing is open, and shortcuts are on; Escape acts even where they are off. */
export function useKeys(actionOf: (key: string) => ((store: LabStore) => void) | undefined): void {
  const store = useLabStore();
  const latest = useRef(actionOf);
  useEffect(() => {
    latest.current = actionOf;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isTyping(event.target) || document.querySelector('[role="dialog"], [role="menu"], .choices[role="listbox"]'))
        return;
      if (event.key !== 'Escape' && !store.getState().settings.shortcuts) return;
      latest.current(event.key.length === 1 ? event.key.toLowerCase() : event.key)?.(store);
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [store]);
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  target.matches('input:not([type="range"], [type="checkbox"], [type="radio"]), textarea');
