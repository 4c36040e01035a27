import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseReport } from '../../src/spec/export/parseReport.ts';
import { goldenManifest, writeGoldenModel } from '../golden/goldenModel.ts';
import { spawnCli } from './spawnCli.ts';

const temporary = mkdtempSync(join(tmpdir(), 'epsilon-'));
afterAll(() => rmSync(temporary, { recursive: true }));

const step = 0.01; // of the golden run, in pixel units
const tolerance = 0.003;

describe('epsilon evaluate on the golden model', { timeout: 180_000 }, () => {
  // At 0.2 the images decide whose gradient is below 1e-7: an attack must still move there.
  it.each([0.1, 0.2])('finds the accuracies of the manifest within 0.3 points at ε = %s', async (epsilon) => {
    const model = writeGoldenModel(join(temporary, 'golden'));
    const settings = ['--count', '1000', '--defense', 'none', '--attack', 'fgsm,pgd', '--eps', String(epsilon)];
    const pgd = ['--pgd.steps', '40', '--pgd.stepSize', String(step / epsilon), '--pgd.randomStart', 'false'];
    const { code, stdout } = await spawnCli(['evaluate', '--model', model, ...settings, ...pgd, '--json', '--quiet']);
    expect(code).toBe(0);
    const { results } = parseReport(stdout, 'stdout');
    const { clean, ...robust } = goldenManifest().scalars.robust_accuracy_first_1000_interleaved;
    const wanted = {
      fgsm: robust[`fgsm_linf_${epsilon}`]!,
      pgd: robust[`pgd40_linf_${epsilon}_step_.01_no_random_start`]!,
    };
    expect(Math.abs(results[0]!.cleanAccuracy! - clean!)).toBeLessThanOrEqual(tolerance);
    for (const [attack, accuracy] of Object.entries(wanted)) {
      const found = results.find((row) => row.attack === attack)!.robustAccuracy!;
      expect(Math.abs(found - accuracy), `${attack}: ${found} for ${accuracy}`).toBeLessThanOrEqual(tolerance);
    }
  });
});
