// Writes docs/checks.md and docs/checks.ja.md from the catalogs. Run with: npx tsx scripts/check-guide.ts
import { writeFileSync } from 'node:fs';
import { checkGuide } from '../src/i18n/checkGuide.ts';
import { loadLanguage } from '../src/i18n/languages.ts';

const at = (path: string) => new URL(`../docs/${path}`, import.meta.url);
await loadLanguage('en');
await loadLanguage('ja');
writeFileSync(at('checks.md'), checkGuide('en'));
writeFileSync(at('checks.ja.md'), checkGuide('ja'));
