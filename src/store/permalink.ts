import { type Problem, problem } from '../core/problems.ts';
import type { SpecText } from '../spec/spec.ts';
import { readText } from './draft.ts';
import type { Language } from './labState.ts';
import { isOpenPage, type OpenPage } from './pages.ts';

/** What the part of an address after `#` says. */
export type LinkReading = {
  readonly language: Language | undefined;
  readonly page: OpenPage | undefined;
  /** Position in the data set of the image on the Inspect page. */
  readonly image: number | undefined;
} & (
  | { readonly kind: 'none' }
  | { readonly kind: 'valid'; readonly text: SpecText }
  | { readonly kind: 'bad'; readonly problems: readonly Problem[] }
);

export function readLink(hash: string): LinkReading {
  const {
    lang,
    page: pageName,
    image: imageText,
    ...text
  } = Object.fromEntries(new URLSearchParams(hash.replace(/^#/, '')));
  const language = readLanguage(lang);
  const page = isOpenPage(pageName) ? pageName : undefined;
  const image = imageText !== undefined && /^\d+$/.test(imageText) ? Number(imageText) : undefined;
  const place = { language, page, image };
  const strayImage = imageText !== undefined && image === undefined;
  if (Object.keys(text).length === 0 && !strayImage) return { kind: 'none', ...place };
  const reading = readText(text);
  const problems = reading.kind === 'invalid' ? [...reading.problems] : [];
  if (strayImage) problems.push(problem('image', 'position', { got: imageText }));
  return reading.kind === 'valid' && !strayImage
    ? { kind: 'valid', ...place, text: reading.text }
    : { kind: 'bad', ...place, problems };
}

export const readLanguage = (text: string | null | undefined): Language | undefined =>
  text === 'en' || text === 'ja' ? text : undefined;
