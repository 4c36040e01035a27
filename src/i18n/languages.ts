import type { Language } from '../store/labState.ts';
import { addTexts, type Texts } from './messages.ts';

/** Each language is a file of its own, of which a page needs one. */
const texts: Readonly<Record<Language, () => Promise<Texts>>> = {
  en: async () => (await import('./english.ts')).english,
  ja: async () => (await import('./japanese.ts')).japanese,
};
const loaded = new Set<Language>();

export const languages = Object.keys(texts) as readonly Language[];

/** Whether everything can be said in a language at once. */
export const isLoaded = (language: Language): boolean => loaded.has(language);

/** Fetches what is said in a language, once. Rejects when it cannot be had, and may be asked again. */
export async function loadLanguage(language: Language): Promise<void> {
  if (isLoaded(language)) return;
  addTexts(language, await texts[language]());
  loaded.add(language);
}

/** Fetches what problems are called in other languages than English; until then they are said in English. */
export async function loadProblemTexts(): Promise<void> {
  addTexts('ja', (await import('./japaneseProblems.ts')).japaneseProblems);
}
