import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { reportJson } from '../../src/spec/export/reportJson.ts';
import { cardSchema } from '../../src/spec/robustness/cardSchema.ts';
import { standardProfile } from '../../src/spec/robustness/profile.ts';
import { certifiedText } from '../robustness/madeCertify.ts';
import { madeReport } from '../robustness/madeReports.ts';
import { spawnCli } from './spawnCli.ts';

const folder = mkdtempSync(join(tmpdir(), 'epsilon-report-'));
const file = (name: string) => join(folder, name);
const saved = (wrong: number) => reportJson(madeReport({ attack: 'square', wrong: () => wrong }));

const criteria = [{ id: 'square', measure: 'withstands', attack: 'square', atLeast: 0.6 }];
const levels = [{ ...standardProfile.levels[0], criteria }];
writeFileSync(file('profile.json'), JSON.stringify({ ...standardProfile, levels }));
writeFileSync(file('good.json'), saved(20));
writeFileSync(file('worse.json'), saved(50));
writeFileSync(file('bad.json'), saved(150));
writeFileSync(file('edited.json'), saved(150).replace('"seconds": 1', '"seconds": 2'));
writeFileSync(file('later.json'), '{"schema": 2}');
writeFileSync(file('certify.json'), certifiedText({ proved: { linear: { 0.1: 120 } }, fooled: (i) => i >= 150 }));

/** The program in this process: what it ends with and says. */
async function run(...args: readonly string[]) {
  const [out, err] = [vi.spyOn(process.stdout, 'write'), vi.spyOn(process.stderr, 'write')];
  for (const stream of [out, err]) stream.mockImplementation(() => true);
  const code = await main(['node', 'epsilon', ...args]);
  const [stdout, stderr] = [out, err].map((stream) => stream.mock.calls.map(([text]) => String(text)).join(''));
  for (const stream of [out, err]) stream.mockRestore();
  return { code, stdout: stdout!, stderr: stderr! };
}

const gate = (report: string, ...more: readonly string[]) =>
  run('gate', file(report), '--profile', file('profile.json'), ...more);

describe('epsilon gate', () => {
  it('is open where the level is passed and nothing fell', async () => {
    const { code, stdout } = await gate('good.json', '--baseline', file('good.json'));
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /Square, ε = 0\.3: at least 60\.0% withstand +passed +90\.0%, 95% \[85\.1, 93\.4\], n = 200/,
    );
    expect(stdout).toMatch(/gate open: level 1 holds\n$/);
  });

  it('ends with 1 where a level is missed, or was not tested', async () => {
    const { code, stdout } = await gate('bad.json');
    expect(code).toBe(1);
    expect(stdout).toMatch(/gate shut: level 1 failed\n$/);
    const untested = await run('gate', file('good.json'));
    expect(untested.code).toBe(1);
    expect(untested.stdout).toMatch(/gate shut: level 1 not tested\n$/);
    expect((await gate('bad.json', '--level', '0')).code).toBe(0);
  });

  it('ends with 1 where accuracy fell, though the level still holds', async () => {
    const { code, stdout } = await gate('worse.json', '--baseline', file('good.json'));
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /1 of 2 shares fell by more than chance[\s\S]*gate shut: Square · ε = 0\.3 · No defense fell\n$/,
    );
    expect((await gate('good.json', '--baseline', file('worse.json'))).code).toBe(0); // better is fine
  });

  it('ends with 2 where a report cannot be trusted or read, naming all of them', async () => {
    const edited = await gate('edited.json');
    expect({ code: edited.code, stdout: edited.stdout }).toEqual({ code: 2, stdout: '' });
    expect(edited.stderr).toMatch(/edited\.json: .* hash does not match/);
    expect((await gate('good.json', '--baseline', file('edited.json'))).code).toBe(2);
    const two = await gate('later.json', file('missing.json'));
    expect(two.code).toBe(2);
    expect(two.stderr).toMatch(/later\.json: .*version 2.*\n.*missing\.json: expected a saved report, got ENOENT/);
    expect((await gate('good.json', '--level', '4')).stderr).toMatch(/--level: expected 0 or one of 1, got 4/);
  });

  it('tells a pipeline by the exit code of the program', { timeout: 120_000 }, async () => {
    const { code, stdout } = await spawnCli(['gate', 'bad.json', '--profile', 'profile.json'], { cwd: folder });
    expect(stdout).toMatch(/gate shut/);
    expect(code).toBe(1);
  });
});

describe('epsilon compare', () => {
  it('says what changed, image by image', async () => {
    const { code, stdout } = await run('compare', file('good.json'), file('worse.json'));
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /Square · ε = 0\.3 · No defense +90\.0% .* +75\.0% .* -15\.0 \[-20\.\d, -10\.\d\] +30 \/ 0 +< 0\.0001 +fell/,
    );
    const json = JSON.parse((await run('compare', file('good.json'), file('worse.json'), '--json')).stdout);
    expect(json.rows[1]).toMatchObject({
      attack: 'square',
      trend: 'fell',
      paired: { counts: { before: 30, after: 0 } },
    });
  });

  it('names an edited report, in the language asked for', async () => {
    const { stdout } = await run('compare', file('good.json'), file('edited.json'), '--lang', 'ja');
    expect(stdout).toContain('この比較に頼らないこと');
  });
});

describe('epsilon report', () => {
  it('writes the card as words, JSON and one HTML file', async () => {
    const files = ['--html', file('card.html'), '--out', file('card.json'), '--examples', '0'];
    const { code, stdout } = await run(
      'report',
      file('bad.json'),
      ...files,
      '--accept',
      '0.8',
      '--address',
      'https://example.org/',
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/25\.0% of the images withstand every attack tried at ε = 0\.3[\s\S]*No level was passed/);
    const card = cardSchema.parse(JSON.parse(readFileSync(file('card.json'), 'utf8')));
    expect(card.handling!.policy).toMatchObject({ accept: 0.8 });
    expect(card.link).toMatch(/^https:\/\/example\.org\/#v=1&/);
    expect(readFileSync(file('card.html'), 'utf8')).toMatch(
      /^<!doctype html>\n<html lang="en">[\s\S]*class="sheet"[\s\S]*class="qr"/,
    );
  });

  it('reads a certification beside the evaluation, never in its place', async () => {
    const { code, stdout } = await run('report', file('good.json'), file('certify.json'));
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /Certified\n +Linear bounds \(CROWN\), ε = 0\.1 \(L∞\): 60\.0%, .* n = 200 proved; 75\.0%, .* withstand PGD/,
    );
    expect(stdout).toMatch(/No image is both proved and fooled/);
    expect(stdout).not.toMatch(/nothing here is proved/);
    expect(stdout).toMatch(/certify\.json: certification, 2026-01-02/);
    const alone = await run('report', file('certify.json'));
    expect(alone.code).toBe(2);
    expect(alone.stderr).toMatch(
      /certify\.json: expected a report of epsilon evaluate first, got one of epsilon certify/,
    );
  });

  it('ends with 2 and every wrong setting', async () => {
    const { code, stderr } = await run('report', file('bad.json'), '--accept', '2', '--skill', 'x', '--examples', '99');
    expect(code).toBe(2);
    expect(stderr).toMatch(/accept: .*\n.*skill: .*\n.*examples: /);
    expect((await run('report', file('profile.json'))).code).toBe(2);
    expect((await run('report', file('good.json'), '--profile', file('good.json'))).stderr).toMatch(
      /good\.json: .*levels/,
    );
  });
});
