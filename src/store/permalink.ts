import type { SpecText } from '../spec/spec.ts';
import { readText } from './draft.ts';
import type { Language } from './labState.ts';

/** What the part of an address after `#` says. */
export type LinkReading =
  | { readonly kind: 'none'; readonly language: Language | undefined }
  | { readonly kind: 'valid'; readonly language: Language | undefined; readonly text: SpecText }
  | { readonly kind: 'bad'; readonly language: Language | undefined; readonly problems: readonly string[] };

export function readLink(hash: string): LinkReading {
  const { lang, ...text } = Object.fromEntries(new URLSearchParams(hash.replace(/^#/, '')));
  const language = readLanguage(lang);
  if (Object.keys(text).length === 0) return { kind: 'none', language };
  const reading = readText(text);
  return reading.kind === 'valid'
    ? { kind: 'valid', language, text: reading.text }
    : { kind: 'bad', language, problems: reading.problems };
}

export const readLanguage = (text: string | null | undefined): Language | undefined =>
  text === 'en' || text === 'ja' ? text : undefined;
