import { describe, expect, it } from 'vitest';
import { lists } from '../../src/cli/lists.ts';
import { makeProgress } from '../../src/cli/progress.ts';
import { describeReport } from '../../src/cli/resultTable.ts';
import { fileNames } from '../../src/cli/userFiles.ts';
import { LabError } from '../../src/core/errors.ts';
import { checkCodes } from '../../src/spec/checks/catalog.ts';
import { exampleReport, exampleText } from '../spec/exampleReport.ts';

describe('results of epsilon evaluate', () => {
  const text = describeReport(exampleReport());
  const table = text.split('\n\n= worst:')[0]!.split('\n');

  it('stand in aligned columns', () => {
    const end = table[0]!.indexOf('robust %') + 'robust %'.length;
    for (const line of table.slice(1).filter((row) => row !== ''))
      expect(line.slice(end - 5, end)).toMatch(/^ +\d+\.\d$/);
  });

  it('come in blocks by defense, budgets ascending, each with its worst case', () => {
    const outline = table.slice(1).map((line) => line.split(/ {2,}/).slice(0, 2).join(' '));
    const bare = ['fgsm none', 'pgd none', '= worst none'];
    const defended = ['fgsm bits', 'pgd bits', 'fgsm bits', 'pgd bits', '= worst bits'];
    expect(outline).toEqual([...bare, ...bare, '', ...defended, ...defended]);
  });

  it('show share, interval, success, distance and what 8 bits leave', () => {
    const row = table.find((line) => /^pgd +none +0\.1 /.test(line))!;
    expect(row.split(/ {2,}/)).toEqual([
      'pgd',
      'none',
      '0.1',
      '4',
      '75.0',
      '25.0',
      '[4.6, 69.9]',
      '66.7',
      '0.0950',
      '50.0',
    ]);
  });

  it('write a budget both ways and mark what nobody should quote', () => {
    expect(table.filter((line) => line.includes('8/255 (0.0314)'))).toHaveLength(8);
    for (const line of table.filter((row) => row.includes('non-adaptive'))) expect(line).toMatch(/ {2}do not quote$/);
  });

  it('end with the doubts, the origin and the way to repeat them', () => {
    expect(text).toContain('Warning: bits: attacked without knowledge of the defense');
    expect(text).toContain(`model     mnist-cnn, sha256 ${'a'.repeat(64)}`);
    expect(text).toContain('wasm (SIMD kernels), seed 7, version 0.1.0, 1.5 s');
    expect(text).toMatch(/epsilon evaluate '#v=1&[^']*eps=8\/255,0.1[^']*'$/);
  });

  it('keep attacks with limits of their own in a block of their own, with what limits them', () => {
    const own = describeReport(exampleReport({ ...exampleText, attack: 'fgsm,pgd,spatial', 'spatial.shift': '2' }));
    const [before, block] = own.split('\nLimits of their own, no part of a worst case:\n') as [string, string];
    expect(before).toContain('= worst:');
    expect(before).not.toContain('spatial');
    const lines = block.split('\n\n');
    expect(lines[0]!.split('\n').slice(1)).toHaveLength(1);
    expect(lines[0]).toMatch(/^spatial +none +– /m);
    expect(lines[1]!.split('\n')).toHaveLength(2); // adaptive and not
    expect(lines[2]).toBe('spatial: angle=30 shift=2 angles=5 shifts=5 queries=1000');
    const alone = describeReport(exampleReport({ ...exampleText, attack: 'spatial' }));
    expect(alone.startsWith('Limits of their own')).toBe(true);
  });

  it('count the checks, and list each of them when asked', () => {
    expect(text).toMatch(/\nTrust checks: \d+ passed, \d+ raised, \d+ not applicable \(--checks lists them\)\n/);
    expect(text).toContain('Warning: Few images (n = 4)'); // one that was raised
    const listed = describeReport(exampleReport(), { checks: true });
    for (const code of checkCodes) expect(listed).toMatch(new RegExp(`^(passed|RAISED|n/a) +${code} `, 'm'));
    expect(listed).toMatch(/^RAISED +small-n +Few images \(n = 4\)/m);
    expect(listed).toMatch(/^n\/a +targeted-stronger +The attacks had no target class/m);
  });

  it('have no worst case over a single attack', () => {
    const single = describeReport(exampleReport({ ...exampleText, attack: 'pgd', adaptive: 'yes' }));
    expect(single).not.toContain('worst');
  });
});

describe('progress', () => {
  const told = (isTTY: boolean) => {
    let time = 0;
    const lines: string[] = [];
    const progress = makeProgress({ isTTY, write: (text: string) => lines.push(text) }, () => time);
    for (let second = 0; second <= 40; second++) {
      time = second * 1000;
      progress.show({ done: second, total: 80 });
    }
    return lines;
  };

  it('is written over on a terminal, with the time that is left', () => {
    const lines = told(true);
    expect(lines).toHaveLength(40);
    expect(lines.at(-1)).toBe('\r\x1b[K50 % done, 40 s left');
  });

  it('promises nothing before it has seen the run move, however far it already is', () => {
    let time = 60_000;
    const lines: string[] = [];
    const progress = makeProgress({ isTTY: true, write: (text: string) => lines.push(text) }, () => time);
    progress.show({ done: 10, total: 30 });
    expect(lines).toEqual([]);
    time += 5000;
    progress.show({ done: 20, total: 30 });
    expect(lines).toEqual(['\r\x1b[K66 % done, 5 s left']);
  });

  it('is a line now and then elsewhere', () => {
    const lines = told(false);
    expect(lines).toHaveLength(4);
    expect(lines[0]).toBe('1 % done, 1 min 19 s left\n');
  });
});

describe('files of the user', () => {
  const names = fileNames({ model: 'file:m/model.json', data: 'file:x.npy,x.npy.gz', seed: '1' }, '/home/me');

  it('are absolute for the engine', () => {
    const data = 'file:/home/me/x.npy,/home/me/x.npy.gz';
    expect(names.spec).toEqual({ model: 'file:/home/me/m/model.json', data, seed: '1' });
  });

  it('are called in the report what the user called them', () => {
    const setting = {
      version: '0',
      backend: 'cpu',
      adapter: '',
      model: { id: '/home/me/m/model.json', sha256: '', classNames: [] },
      dataset: { id: '/home/me/x.npy,/home/me/x.npy.gz', sha256: '' },
      shape: [1, 1, 1] as const,
    };
    expect(names.event({ kind: 'setting', setting })).toMatchObject({
      setting: { model: { id: 'm/model.json' }, dataset: { id: 'x.npy,x.npy.gz' } },
    });
    expect(names.error(new LabError('asset', '/home/me/x.npy.gz: cut off')).message).toBe('x.npy.gz: cut off');
  });
});

describe('lists', () => {
  it('name what the catalogs hold', () => {
    expect(lists.models()).toContain('mnist-cnn');
    expect(lists.datasets()).toMatch(/mnist[\s\S]*10,000 images 28 × 28 × 1/);
    expect(lists.attacks()).toMatch(
      /pgd {2}PGD[\s\S]*arXiv:1706\.06083[\s\S]*--pgd\.steps {2}.*\[1, 1000\] \(default: 40\)/,
    );
    expect(lists.defenses()).toMatch(/median {2}Median smoothing[\s\S]*--median\.size/);
  });
});
