import { createContext, type ReactNode, useContext, useDeferredValue, useMemo } from 'react';
import { useStore } from 'zustand';
import { speak, type Voice } from '../i18n/voice.ts';
import type { Report } from '../spec/report.ts';
import { shownReport } from '../store/derived.ts';
import type { LabActions, LabState, LabStore } from '../store/labStore.ts';

const StoreContext = createContext<LabStore | undefined>(undefined);
const VoiceContext = createContext<Voice>(speak('en'));

/** Gives everything below it the store and the voice of the page's language. */
export function LabProvider({ store, children }: { readonly store: LabStore; readonly children: ReactNode }) {
  // Another language changes every text of the page: too much for one task, so that it is drawn in slices.
  const language = useDeferredValue(useStore(store, (state) => state.spoken));
  const own = useStore(store, (state) => state.own);
  const voice = useMemo(() => speak(language, own), [language, own]);
  return (
    <StoreContext.Provider value={store}>
      <VoiceContext.Provider value={voice}>{children}</VoiceContext.Provider>
    </StoreContext.Provider>
  );
}

export function useLabStore(): LabStore {
  const store = useContext(StoreContext);
  if (!store) throw new Error('useLabStore: expected a LabProvider above, got none');
  return store;
}

export const useLab = <Slice,>(select: (state: LabState) => Slice): Slice => useStore(useLabStore(), select);

/** Actions never change, so reading them subscribes to nothing. */
export const useActions = (): LabActions => useLabStore().getState();

export const useVoice = (): Voice => useContext(VoiceContext);

export const useReport = (): Report | undefined => useLab((state) => shownReport(state.run));
