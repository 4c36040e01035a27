import { type SpecText, specVersion } from './spec.ts';

/** The part of an address after `#`, version first so that no link is ever misread; `more` is for the page alone. */
export function writeLink(text: SpecText, more: Readonly<Record<string, string>> = {}): string {
  const pairs = Object.entries({ v: specVersion, ...text, ...more });
  return `#${pairs.map(([key, value]) => `${escapePart(key)}=${escapePart(value)}`).join('&')}`;
}

/** `eps=8/255,0.1` and `defense=bits+median` stay readable; a quote would end the string of a shell. */
const escapePart = (text: string) =>
  encodeURIComponent(text)
    .replace(/%(2C|2F|2B|3A)/gi, decodeURIComponent)
    .replaceAll("'", '%27');
