#!/usr/bin/env node
// Entry of the command line: teaches Node to read TypeScript, then starts the program.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { register } from 'tsx/esm/api';

const built = ['../src/kernels/wasm/dist/kernels-simd.wasm', '../src/datasets/packs/mnist/part-9.pack'];
if (!built.every((file) => existsSync(new URL(file, import.meta.url)))) {
  process.stderr.write('Built files are missing; run npm run assets first.\n');
}
register({ tsconfig: fileURLToPath(new URL('../tsconfig.json', import.meta.url)) }); // says how JSX is read, wherever we are
const { main } = await import('../src/cli/main.ts');
process.exitCode = await main(process.argv);
