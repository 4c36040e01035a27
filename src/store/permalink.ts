import { type Problem, problem } from '../core/problems.ts';
import { isCertify, isExtract, kindKey } from '../spec/experimentKind.ts';
import type { SpecText } from '../spec/spec.ts';
import { type System, splitSystem } from '../spec/system/settings.ts';
import { type Policy, splitPolicy } from '../spec/thresholds/policy.ts';
import { readText } from './draft.ts';
import type { Language } from './labState.ts';
import { isPage, type PageId } from './pages.ts';

/** What the part of an address after `#` says. */
export type LinkReading = {
  readonly language: Language | undefined;
  readonly page: PageId | undefined;
  /** Position in the data set of the image on the Inspect page. */
  readonly image: number | undefined;
  /** Thresholds and prices of the Thresholds page. */
  readonly policy: Policy | undefined;
  /** What stands around the model there. */
  readonly system: System | undefined;
  /** Form of the Extraction page, as it was written; that page reads it. */
  readonly extractText: SpecText | undefined;
  /** Form of the Certify page, as it was written. */
  readonly certifyText: SpecText | undefined;
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
    ...others
  } = Object.fromEntries(new URLSearchParams(hash.replace(/^#/, '')));
  const language = readLanguage(lang);
  const page = isPage(pageName) ? pageName : undefined;
  const image = imageText !== undefined && /^\d+$/.test(imageText) ? Number(imageText) : undefined;
  const stray: Problem[] = [];
  const { policy, rest } = splitPolicy(others, stray);
  const { system, rest: text } = splitSystem(rest, stray);
  if (imageText !== undefined && image === undefined) stray.push(problem('image', 'position', { got: imageText }));
  const place = { language, page, image, policy, system, extractText: undefined, certifyText: undefined };
  if (isExtract(text)) {
    const { [kindKey]: _, ...extractText } = text;
    return { kind: 'none', ...place, page: 'extract', extractText };
  }
  if (isCertify(text)) {
    const { [kindKey]: _, v: __, ...certifyText } = text;
    return { kind: 'none', ...place, page: 'certify', certifyText };
  }
  if (Object.keys(text).length === 0 && stray.length === 0) return { kind: 'none', ...place };
  const reading = readText(text);
  const problems = [...(reading.kind === 'invalid' ? reading.problems : []), ...stray];
  return reading.kind === 'valid' && stray.length === 0
    ? { kind: 'valid', ...place, text: reading.text }
    : { kind: 'bad', ...place, problems };
}

export const readLanguage = (text: string | null | undefined): Language | undefined =>
  text === 'en' || text === 'ja' ? text : undefined;
