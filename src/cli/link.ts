import { LabError } from '../core/errors.ts';
import type { SpecText } from '../spec/spec.ts';

/** Keys of an address that say how the page looks or computes, not what is computed. */
const pageKeys = ['lang', 'page', 'image', 'backend', 'kernels'];

/**
 * The experiment in a link: a whole address (what follows `#`, else `?`), or only that part.
 *
 * @throws {LabError} `param` when there are no settings in it.
 */
export function readLink(link: string): SpecText {
  const pairs = [...new URLSearchParams(settingsOf(link))].filter(([key]) => !pageKeys.includes(key));
  const bad = pairs.length === 0 || pairs.some(([key, value]) => key === '' || value === '');
  if (bad && !/^https?:/.test(link)) {
    throw new LabError('param', `${link}: expected a link or settings such as 'attack=pgd&eps=0.1'`);
  }
  return Object.fromEntries(pairs);
}

function settingsOf(link: string): string {
  const hash = link.indexOf('#');
  if (hash >= 0 && hash < link.length - 1) return link.slice(hash + 1);
  const address = hash >= 0 ? link.slice(0, hash) : link;
  const query = address.indexOf('?');
  if (query >= 0) return address.slice(query + 1);
  return /^https?:/.test(address) ? '' : address;
}
