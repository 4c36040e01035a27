// Checks types and style, builds the app, runs every test, and ends with one line, `N passed, N failed`: the checks and
// the build count one each, the tests as Vitest reports them.
// Usage: npm test [-- tests/unit], anything after -- goes to Vitest.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChrome } from './chrome.mjs';

const bin = (name, file) => join('node_modules', name, file);
const steps = [
  ['types', bin('typescript', 'bin/tsc'), '--noEmit'],
  ['style', bin('@biomejs/biome', 'bin/biome'), 'check', '.'],
  ['build', bin('vite', 'bin/vite.js'), 'build', '--logLevel', 'warn'],
];
let [passed, failed] = [0, 0];
for (const [name, ...command] of steps) tally(name, run(command) === 0);
tally('browser', await browserIsThere());
countTests(process.argv.slice(2));
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function run(command) {
  return spawnSync(process.execPath, command, { stdio: 'inherit' }).status;
}

function tally(name, good) {
  console.log(`${good ? '✓' : '✗'} ${name}`);
  if (good) passed++;
  else failed++;
}

/** The tests use a real Chromium; without one they would be worth little, so that is a failure and not a skip. */
async function browserIsThere() {
  try {
    console.log(`browser: ${await findChrome({ install: true })}`);
    return true;
  } catch (error) {
    console.error(error.message);
    return false;
  }
}

function countTests(filters) {
  const folder = mkdtempSync(join(tmpdir(), 'epsilon-test-'));
  const results = join(folder, 'results.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`];
  const status = run([bin('vitest', 'vitest.mjs'), 'run', ...reporters, ...filters]);
  const report = read(results);
  rmSync(folder, { recursive: true });
  passed += report?.numPassedTests ?? 0;
  // A file that could not even be loaded has no failed test in it, but is a failure.
  const broken = report?.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  const found = (report?.numFailedTests ?? 0) + (broken?.length ?? 0);
  failed += status === 0 ? found : Math.max(1, found);
}

function read(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined; // Vitest stopped before it could write
  }
}
