import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { certifySchema } from '../../src/spec/export/certifySchema.ts';
import { spawnCli } from './spawnCli.ts';

describe('epsilon certify', { timeout: 120_000 }, () => {
  it('prints an aligned table with its check, and writes a report that opens again', async () => {
    const out = join(mkdtempSync(join(tmpdir(), 'certify-')), 'report.json');
    const flags = [
      '--model',
      'mnist-mlp',
      '--count',
      '6',
      '--eps',
      '0.005,0.02',
      '--pgd.steps',
      '4',
      '--quiet',
      '--out',
      out,
    ];
    const { stdout, stderr, code } = await spawnCli(['certify', ...flags]);
    expect([stderr, code]).toEqual(['', 0]);
    const lines = stdout.split('\n');
    expect(lines[0]).toMatch(/^method {4}norm {2}/);
    const widths = lines.slice(0, 5).map((line) => line.length);
    expect(new Set(widths).size).toBe(1);
    expect(stdout).toMatch(/check: certified ≤ withstood holds image by image/);
    const report = certifySchema.parse(JSON.parse(readFileSync(out, 'utf8')));
    expect(report.results.map(({ method, epsilon, n }) => [method, epsilon, n])).toEqual([
      ['interval', 0.005, 6],
      ['interval', 0.02, 6],
      ['linear', 0.005, 6],
      ['linear', 0.02, 6],
    ]);
    expect(report.complete).toBe(true);
  });

  it('names every problem at once and ends with 2', async () => {
    const flags = [
      '--method',
      'smoothing,crown',
      '--n',
      '10',
      '--radii',
      '0.5',
      '--attack',
      'pgd,fgsm',
      '--count',
      '0',
    ];
    const { stdout, stderr, code } = await spawnCli(['certify', ...flags]);
    expect([stdout, code]).toEqual(['', 2]);
    expect(stderr.trim().split('\n')).toEqual([
      expect.stringMatching(/^method: expected one of smoothing, interval, linear, got "crown"$/),
      expect.stringMatching(/^count: expected an integer/),
    ]);
    const votes = await spawnCli(['certify', '--method', 'smoothing', '--n', '10', '--radii', '0.5']);
    expect(votes.code).toBe(2);
    expect(votes.stderr).toMatch(/^radii: 0\.5 is out of reach: 10 votes .* take at least 40 votes/);
  });
});
