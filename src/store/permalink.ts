import type { SpecText } from '../spec/spec.ts';
import { readText } from './draft.ts';
import type { Language } from './labState.ts';
import { isOpenPage, type OpenPage } from './pages.ts';

/** What the part of an address after `#` says. */
export type LinkReading = {
  readonly language: Language | undefined;
  readonly page: OpenPage | undefined;
} & (
  | { readonly kind: 'none' }
  | { readonly kind: 'valid'; readonly text: SpecText }
  | { readonly kind: 'bad'; readonly problems: readonly string[] }
);

export function readLink(hash: string): LinkReading {
  const { lang, page: pageName, ...text } = Object.fromEntries(new URLSearchParams(hash.replace(/^#/, '')));
  const language = readLanguage(lang);
  const page = isOpenPage(pageName) ? pageName : undefined;
  if (Object.keys(text).length === 0) return { kind: 'none', language, page };
  const reading = readText(text);
  return reading.kind === 'valid'
    ? { kind: 'valid', language, page, text: reading.text }
    : { kind: 'bad', language, page, problems: reading.problems };
}

export const readLanguage = (text: string | null | undefined): Language | undefined =>
  text === 'en' || text === 'ja' ? text : undefined;
