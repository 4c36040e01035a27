// Writes docs/report.schema.json from the schema that reads saved reports. Run with: npx tsx scripts/report-schema.ts
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { reportJsonSchema } from '../src/spec/export/reportSchema.ts';

const file = fileURLToPath(new URL('../docs/report.schema.json', import.meta.url));
mkdirSync(new URL('../docs/', import.meta.url), { recursive: true });
writeFileSync(file, `${JSON.stringify(reportJsonSchema(), null, 2)}\n`);
spawnSync('npx', ['biome', 'format', '--write', file], { stdio: 'inherit' });
