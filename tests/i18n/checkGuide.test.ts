import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { checkGuide } from '../../src/i18n/checkGuide.ts';
import { loadLanguage } from '../../src/i18n/languages.ts';
import { checkCodes } from '../../src/spec/checks/catalog.ts';

await loadLanguage('en');
await loadLanguage('ja');

it.each([
  ['en', 'checks.md'],
  ['ja', 'checks.ja.md'],
])(
  'the guide to the checks (%s) says what the cards say; write it again with npx tsx scripts/check-guide.ts',
  (language, file) => {
    expect(readFileSync(new URL(`../../docs/${file}`, import.meta.url), 'utf8')).toBe(checkGuide(language));
  },
);

it('has an anchor for every check', () => {
  const anchors = [...checkGuide('en').matchAll(/<a id="([\w-]+)">/g)].map(([, code]) => code);
  expect(anchors).toEqual(checkCodes);
});
