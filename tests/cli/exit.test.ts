import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseReport } from '../../src/spec/export/parseReport.ts';
import { gzip, idxFile } from '../datasets/files.ts';
import { goldenArray, writeGoldenModel } from '../golden/goldenModel.ts';
import { spawnCli } from './spawnCli.ts';

const folder = mkdtempSync(join(tmpdir(), 'epsilon-'));
afterAll(() => rmSync(folder, { recursive: true }));

const images = Uint8Array.from(goldenArray('images'), (pixel) => Math.round(255 * pixel));
const labels = Uint8Array.from({ length: 32 }, (_, i) => i % 10);
writeGoldenModel(join(folder, 'golden'));
writeFileSync(join(folder, 'images.gz'), gzip(idxFile([32, 28, 28], images)));
writeFileSync(join(folder, 'labels.idx'), idxFile([32], labels));
writeFileSync(join(folder, 'cut.idx'), idxFile([32, 28, 28], images).slice(0, 5000));

const run = (...args: string[]) => spawnCli(args, { cwd: folder });
const own = ['--model', 'golden/model.json', '--images', 'images.gz', '--labels', 'labels.idx', '--count', '32'];
const quick = ['--attack', 'fgsm', '--eps', '0.1', '--defense', 'none', '--workers', '1'];

describe('the program', { timeout: 120_000 }, () => {
  it('ends with 0, its table on stdout and its reports in the files asked for', async () => {
    const { code, stdout, stderr } = await run('evaluate', ...own, ...quick, '--out', 'r.json', '--csv', 'r.csv');
    expect(stderr).toMatch(/r\.json: written\nr\.csv: written\n$/);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^attack +defense[\s\S]*fgsm +none +0\.1 +32 /);
    const report = parseReport(readFileSync(join(folder, 'r.json'), 'utf8'), 'r.json');
    expect(report).toMatchObject({
      complete: true,
      model: { id: 'golden/model.json' },
      dataset: { id: 'images.gz,labels.idx' },
    });
    expect(report.spec).toMatchObject({ model: 'file:golden/model.json', data: 'file:images.gz,labels.idx' });
    expect(readFileSync(join(folder, 'r.csv'), 'utf8')).toContain(`fgsm,none,true,linf,0.1,32,`);
  });

  it('prints what thresholds do to a report it wrote, and refuses what is none', async () => {
    const { code, stdout } = await run('thresholds', 'r.json', '--accept', '0.8', '--reject', '0.3');
    expect(code).toBe(0);
    expect(stdout).toMatch(/accept from 0\.8, reject below 0\.3[\s\S]*\nfgsm, ε 0\.1 +32 [\s\S]*cheapest pair/);
    expect(stdout).toMatch(/system model\/review against fgsm, ε 0\.1[^\n]*\n +false accepts \d+\.\d \[/);
    const alone = await run(
      'thresholds',
      'r.json',
      '--needs',
      'model,second',
      '--rule',
      'energy',
      '--accept',
      '0.2',
      '--reject',
      '0',
    );
    expect(alone.stdout).toMatch(/system model,second: no second model was shown these images/);
    const lacks = await run('thresholds', 'r.json', '--needs', 'luck', '--rule', 'detector', '--card-passes', '2');
    expect(lacks).toMatchObject({ code: 2, stdout: '' });
    expect(lacks.stderr).toMatch(/^needs: [\s\S]*\ncardPasses: /);
    const wrong = await run('thresholds', 'labels.idx', '--accept', '0.8');
    expect({ code: wrong.code, stdout: wrong.stdout }).toEqual({ code: 2, stdout: '' });
    expect(wrong.stderr).toMatch(/^labels\.idx: expected a saved report/);
  });

  it('ends with 2 and every problem on stderr when the arguments are wrong', async () => {
    const { code, stdout, stderr } = await run('evaluate', '--eps', '99', '--stepz', '1', '--model', 'no/model.json');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^--stepz: unknown flag/),
      expect.stringMatching(/^--eps: expected numbers in \[0, 1\]/),
      '--model: no file at no/model.json',
    ]);
  });

  it('ends with 2 and the reason, without a stack, when a file cannot be used', async () => {
    const { code, stdout, stderr } = await run('evaluate', '--images', 'cut.idx', '--labels', 'labels.idx', ...quick);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(
      'cut.idx: expected 25088 bytes for 32 × 28 × 28 values of uint8, got 4984; the file is truncated, get it again\n',
    );
  });

  it('ends with 130 after Ctrl-C and prints what it found until then', async () => {
    const long = ['--model', 'golden/model.json', '--count', '4000', '--eps', '0.1', '--defense', 'none'];
    const { code, stdout, stderr } = await spawnCli(['evaluate', ...long], {
      cwd: folder,
      // At one per cent a batch is through the first attack; the first word may come before the first number.
      watch: (child) =>
        child.stderr!.on('data', (text) => !child.killed && /[1-9]\d* ?% done/.test(text) && child.kill('SIGINT')),
    });
    expect(stderr).toMatch(/% done, .* left\n[\s\S]*stopped\n$/);
    expect(code).toBe(130);
    expect(stdout).toMatch(/^attack[\s\S]*fgsm +none +0\.1 +\d+ [\s\S]*Warning: Stopped before the end/);
  });

  it('lists what exists', async () => {
    const { code, stdout } = await run('attacks');
    expect(code).toBe(0);
    expect(stdout).toContain('fgsm  FGSM');
  });
});
