// Writes docs/checks.md and docs/checks.ja.md from the catalogs. Run with: npx tsx scripts/check-guide.ts
import { writeFileSync } from 'node:fs';
import { checkGuide } from '../src/i18n/checkGuide.ts';

const at = (path: string) => new URL(`../docs/${path}`, import.meta.url);
writeFileSync(at('checks.md'), checkGuide('en'));
writeFileSync(at('checks.ja.md'), checkGuide('ja'));
