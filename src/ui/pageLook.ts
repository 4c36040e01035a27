import { sayIn } from '../i18n/messages.ts';
import type { LabFacts } from '../store/labState.ts';
import type { LabStore } from '../store/labStore.ts';

/** Keeps the document's language, title, theme and text size as the settings say. */
export function followSettings(store: LabStore): void {
  apply(store.getState());
  store.subscribe((state, before) => {
    const watched = ['settings', 'spoken', 'page'] as const;
    if (watched.some((key) => state[key] !== before[key])) apply(state);
  });
}

function apply({ settings: { theme, size }, spoken, page }: Pick<LabFacts, 'settings' | 'spoken' | 'page'>): void {
  const root = document.documentElement;
  const say = sayIn(spoken);
  root.lang = spoken;
  root.dataset.theme = theme;
  root.dataset.size = size;
  document.title = say('app.title', { page: say(`nav.${page}`) });
}
