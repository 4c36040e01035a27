import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeRng } from '../../src/core/rng.ts';
import { npyFile } from '../../src/spec/export/npyFile.ts';
import type { Tuned } from '../../src/spec/own.ts';
import { parseRecipe } from '../../src/training/recipe.ts';
import { goldenOnnx } from '../golden/goldenModel.ts';
import { spawnCli } from './spawnCli.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'own-training-'));
  const recipe = JSON.parse(await readFile('recipes/tune-digits.json', 'utf8'));
  const short = { ...recipe, epochs: 2, data: { ...recipe.data, from: 8600 }, holdout: 200 };
  await writeFile(
    join(folder, 'short.json'),
    JSON.stringify({ ...short, method: { ...recipe.method, rampEpochs: 0 } }),
  );
});
afterAll(() => rm(folder, { recursive: true }));

const train = (...args: readonly string[]) => spawnCli(['train', ...args], { cwd: folder });

describe('epsilon train --model', () => {
  it('trains an ONNX model against attacks, and writes it with what that brought', async () => {
    const { code, stderr } = await train('short.json', '--model', goldenOnnx, '--workers', '1');
    expect(stderr).toMatch(/^before: [\d.]+ % of 200 held-out images, [\d.]+ % of 200 under attack$/m);
    expect(code).toBe(0);
    const card = JSON.parse(await readFile(join(folder, 'model-fast/card.json'), 'utf8'));
    const { before, after, method, epsilon, images }: Required<Tuned> = card.tuned;
    expect({ method, epsilon, images }).toEqual({ method: 'fast', epsilon: 0.2, images: 1200 });
    expect(before.robust!.value).toBeLessThan(0.05);
    expect(after.robust!.value).toBeGreaterThan(before.robust!.value + 0.1);
    expect(after.accuracy.value).toBeGreaterThan(0.9);
    expect(parseRecipe('card', new TextEncoder().encode(JSON.stringify(card.recipe)))).toEqual(card.recipe);
    const attack = ['--attack', 'fgsm', '--eps', '0.1', '--defense', 'none', '--count', '20', '--json', '--quiet'];
    const attacked = await spawnCli(['evaluate', '--model', 'file:model-fast/model.onnx', ...attack], { cwd: folder });
    expect(attacked.code).toBe(0);
  });

  it('takes images of the user’s, and holds a fifth of them out', async () => {
    const rng = makeRng('digits');
    const pixels = Uint8Array.from({ length: 120 * 784 }, () => 255 * rng.uniform());
    const labels = Uint8Array.from({ length: 120 }, (_, i) => Math.floor(i / 12));
    await writeFile(join(folder, 'x.npy'), npyFile([120, 28, 28, 1], pixels));
    await writeFile(join(folder, 'y.npy'), npyFile([120], labels));
    const images = ['--images', 'x.npy', '--labels', 'y.npy', '--out', 'noise'];
    const { code, stderr } = await train('short.json', '--model', goldenOnnx, '--workers', '1', ...images);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^before: [\d.]+ % of 24 held-out images/m);
  });

  it('refuses images of another size and class count, naming both, with code 2', async () => {
    const signs = 'models/signs-cnn/model.json';
    const { code, stderr } = await train('short.json', '--model', join(process.cwd(), signs));
    expect(code).toBe(2);
    expect(stderr).toMatch(/mnist-embedded: the model takes images of 32 × 32 × 3, these are 28 × 28 × 1; /);
    expect(stderr).toMatch(/mnist-embedded: the model has 20 classes, these images have 10/);
  });
});
