import { sayIn } from '../i18n/messages.ts';
import type { LabFacts } from '../store/labState.ts';
import type { LabStore } from '../store/labStore.ts';

/** Keeps the document's language, title, theme and text size as the settings say. */
export function followSettings(store: LabStore): void {
  apply(store.getState());
  store.subscribe((state, before) => {
    if (state.settings !== before.settings || state.page !== before.page) apply(state);
  });
}

function apply({ settings: { language, theme, size }, page }: Pick<LabFacts, 'settings' | 'page'>): void {
  const root = document.documentElement;
  const say = sayIn(language);
  root.lang = language;
  root.dataset.theme = theme;
  root.dataset.size = size;
  document.title = say('app.title', { page: say(`nav.${page}`) });
}
