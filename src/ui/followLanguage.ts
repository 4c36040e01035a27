import { isLoaded, languages, loadLanguage } from '../i18n/languages.ts';
import type { Warning } from '../spec/events.ts';
import type { LabStore } from '../store/labStore.ts';

const restMs = 4000; // by then the first numbers are there, and nothing waits for the network

/**
 * Speaks the language that is chosen as soon as its texts are there, and resolves when it does so for the first time.
 *
 * The other language is fetched when the page has come to rest, so that a switch is instant and needs no server.
 */
export async function followLanguage(store: LabStore): Promise<void> {
  await speakChosen(store);
  store.subscribe(({ settings }, before) => {
    if (settings.language !== before.settings.language) void speakChosen(store);
  });
  setTimeout(() => languages.forEach((language) => void loadLanguage(language).catch(() => undefined)), restMs);
}

async function speakChosen(store: LabStore): Promise<void> {
  const { language } = store.getState().settings;
  if (isLoaded(language)) return store.setState({ spoken: language });
  try {
    await loadLanguage(language);
    if (store.getState().settings.language === language) store.setState({ spoken: language });
  } catch (cause) {
    const { spoken, notice, set } = store.getState();
    notice({ ...missing, message: String(cause) });
    set({ language: spoken });
    await loadLanguage(spoken); // there already, unless the page is just being opened
  }
}

const missing = { code: 'language-missing', cells: {}, values: {} } as const satisfies Omit<Warning, 'message'>;
