import { sayIn } from '../i18n/messages.ts';
import type { Settings } from '../store/labState.ts';
import type { LabStore } from '../store/labStore.ts';

/** Keeps the document's language, title, theme and text size as the settings say. */
export function followSettings(store: LabStore): void {
  apply(store.getState().settings);
  store.subscribe(({ settings }, before) => {
    if (settings !== before.settings) apply(settings);
  });
}

function apply({ language, theme, size }: Settings): void {
  const root = document.documentElement;
  const say = sayIn(language);
  root.lang = language;
  root.dataset.theme = theme;
  root.dataset.size = size;
  document.title = say('app.title', { page: say('nav.evaluate') });
}
