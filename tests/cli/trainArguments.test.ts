import { describe, expect, it } from 'vitest';
import { makeProgram } from '../../src/cli/program.ts';
import type { TrainFlags } from '../../src/cli/trainCommand.ts';
import { noActions } from './noActions.ts';

/** Settings with which `epsilon train x.json …` would begin. */
async function trainWith(...args: readonly string[]): Promise<TrainFlags | undefined> {
  let found: TrainFlags | undefined;
  const train = async (_: string, flags: TrainFlags) => {
    found = flags;
  };
  await makeProgram({ ...noActions, train }).parseAsync(['node', 'epsilon', 'train', 'x.json', ...args]);
  return found;
}

describe('epsilon train', () => {
  it('computes on the backend that is asked for, and chooses one by itself otherwise', async () => {
    expect(await trainWith('--backend', 'webgpu', '--workers', '3')).toMatchObject({ backend: 'webgpu', workers: 3 });
    expect((await trainWith('--backend', 'auto'))?.backend).toBeUndefined();
    expect((await trainWith())?.backend).toBeUndefined();
  });

  it('takes a model and images of the user’s', async () => {
    expect(await trainWith('--model', 'm.onnx', '--images', 'x.npy', '--labels', 'y.npy')).toMatchObject({
      model: 'm.onnx',
      images: 'x.npy',
      labels: 'y.npy',
    });
  });

  it('refuses a backend that does not exist, and names those that do', async () => {
    await expect(trainWith('--backend', 'abacus')).rejects.toMatchObject({
      code: 'param',
      message: '--backend: expected one of auto, wasm, cpu, webgpu, got "abacus"',
    });
  });
});
