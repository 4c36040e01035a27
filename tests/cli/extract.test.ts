import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { ExtractRequest } from '../../src/cli/extract.ts';
import { makeProgram } from '../../src/cli/program.ts';
import { noActions } from './noActions.ts';
import { spawnCli } from './spawnCli.ts';

async function requestOf(...args: string[]): Promise<ExtractRequest> {
  let found: ExtractRequest | undefined;
  const program = makeProgram({
    ...noActions,
    extract: async (request) => {
      found = request;
    },
  });
  await program.parseAsync(['node', 'epsilon', 'extract', ...args]);
  return found!;
}

describe('the arguments of epsilon extract', () => {
  it('are the settings of a link, and flags win over it', async () => {
    const { spec } = await requestOf(
      'thief=jacobian&budget=500&eps=8/255',
      '--budget',
      '600',
      '--jacobian.seeds',
      '20',
      '--convert',
    );
    expect(spec).toEqual({ thief: 'jacobian', budget: '600', eps: '8/255', 'jacobian.seeds': '20', convert: 'true' });
  });

  it('take paths for files where images and models are named, and nowhere else', async () => {
    const { spec } = await requestOf('--pool', 'mine/x.npz', '--model', 'm/model.json', '--eps', '8/255');
    expect(spec).toEqual({ pool: 'file:mine/x.npz', model: 'file:m/model.json', eps: '8/255' });
  });

  it('name what computes, and leave the choice to the machine otherwise', async () => {
    const given = await requestOf('--backend', 'cpu', '--budget', '600');
    expect(given).toMatchObject({ backend: 'cpu', spec: { budget: '600' } });
    expect(given.spec).not.toHaveProperty('backend');
    expect((await requestOf('--backend', 'auto')).backend).toBeUndefined();
    expect((await requestOf()).backend).toBeUndefined();
    await expect(requestOf('--backend', 'gpu')).rejects.toThrow(/--backend: expected one of auto, wasm, cpu, webgpu/);
  });
});

const folder = mkdtempSync(join(tmpdir(), 'epsilon-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('epsilon extract', { timeout: 120_000 }, () => {
  it('steals, prints what came of it and writes what was asked for', async () => {
    const small = [
      '--budget',
      '60',
      '--points',
      '60',
      '--count',
      '50',
      '--benign',
      '50',
      '--attacked',
      '0',
      '--substitute',
      'linear',
    ];
    const files = ['--logs', 'logs', '--copies', 'copies', '--csv', 'x.csv', '--out', 'x.json'];
    const { code, stdout, stderr } = await spawnCli(
      [
        'extract',
        '--thief',
        'copycat',
        '--countermeasure',
        'rounding',
        ...small,
        ...files,
        '--workers',
        '1',
        '--quiet',
      ],
      { cwd: folder },
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^rounding +copycat +hard +60 +\d/m);
    expect(stdout).toMatch(/over n = 50 images that are in no pool, 1 seed/);
    expect(readFileSync(join(folder, 'logs/rounding-copycat-hard.jsonl'), 'utf8').trimEnd().split('\n')).toHaveLength(
      60,
    );
    expect(readFileSync(join(folder, 'copies/rounding-copycat-hard/weights.bin'))).toHaveLength(4 * (784 * 10 + 10));
    expect(JSON.parse(readFileSync(join(folder, 'x.json'), 'utf8'))).toMatchObject({
      complete: true,
      experiment: 'extract',
    });
    expect(readFileSync(join(folder, 'x.csv'), 'utf8')).toContain('rounding,copycat,hard,60,fidelity,');
  });

  it('ends with 2 and every problem when it cannot work', async () => {
    const { code, stdout, stderr } = await spawnCli(
      ['extract', '--thief', 'knockoff', '--pool', 'signs', '--budget', '10000'],
      { cwd: folder },
    );
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.trimEnd().split('\n')).toEqual([
      expect.stringMatching(
        /^pool: the model expects images of 28 × 28 × 1, those of signs are 32 × 32 × 3; convert=true/,
      ),
    ]);
  });
});
