import type { Settings } from './labState.ts';
import { readLanguage, readLink } from './permalink.ts';

/** Settings to begin with: what the address asks for, else what was kept, else what the system prefers. */
export function chooseSettings(
  page: Pick<Window, 'location' | 'navigator' | 'matchMedia'>,
  kept: Partial<Settings>,
): Settings {
  const { hash, search } = page.location;
  const asked = readLink(hash).language ?? readLanguage(new URLSearchParams(search).get('lang'));
  const system = page.navigator.language.startsWith('ja') ? 'ja' : 'en';
  const dark = page.matchMedia('(prefers-color-scheme: dark)').matches;
  return {
    language: asked ?? readLanguage(kept.language) ?? system,
    theme: kept.theme ?? (dark ? 'dark' : 'light'),
    size: kept.size ?? 'normal',
    shortcuts: kept.shortcuts ?? true,
  };
}
