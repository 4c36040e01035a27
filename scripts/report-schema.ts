// Writes docs/*.schema.json from the schemas of what the lab saves. Run with: npx tsx scripts/report-schema.ts
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { certifyJsonSchema } from '../src/spec/export/certifySchema.ts';
import { reportJsonSchema } from '../src/spec/export/reportSchema.ts';
import { cardJsonSchema } from '../src/spec/robustness/cardSchema.ts';

const docs = new URL('../docs/', import.meta.url);
mkdirSync(docs, { recursive: true });
for (const [name, schema] of Object.entries({
  report: reportJsonSchema(),
  certify: certifyJsonSchema(),
  card: cardJsonSchema(),
})) {
  const file = fileURLToPath(new URL(`${name}.schema.json`, docs));
  writeFileSync(file, `${JSON.stringify(schema, null, 2)}\n`);
  spawnSync('npx', ['biome', 'format', '--write', file], { stdio: 'inherit' });
}
