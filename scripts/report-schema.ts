// Writes docs/*.schema.json from the schemas that read saved reports. Run with: npx tsx scripts/report-schema.ts
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { certifyJsonSchema } from '../src/spec/export/certifySchema.ts';
import { reportJsonSchema } from '../src/spec/export/reportSchema.ts';

mkdirSync(new URL('../docs/', import.meta.url), { recursive: true });
for (const [name, schema] of Object.entries({ report: reportJsonSchema(), certify: certifyJsonSchema() })) {
  const file = fileURLToPath(new URL(`../docs/${name}.schema.json`, import.meta.url));
  writeFileSync(file, `${JSON.stringify(schema, null, 2)}\n`);
  spawnSync('npx', ['biome', 'format', '--write', file], { stdio: 'inherit' });
}
