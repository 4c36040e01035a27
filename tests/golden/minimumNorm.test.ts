import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AttackId } from '../../src/attacks/catalog.ts';
import { fabTCard } from '../../src/attacks/fabT.card.ts';
import { fabT } from '../../src/attacks/fabT.ts';
import { defaults } from '../../src/core/params.ts';
import { makeRng } from '../../src/core/rng.ts';
import type { Norm } from '../../src/core/threat.ts';
import { loadBatch } from '../../src/engine/batches.ts';
import type { Env } from '../../src/engine/env.ts';
import { evaluate } from '../../src/engine/evaluate.ts';
import { openSubject, type Subject } from '../../src/engine/subject.ts';
import { openNodeEnv } from '../../src/platform/nodeEnv.ts';
import { applyEvent, emptyReport, type Report } from '../../src/spec/report.ts';
import { parseSpec, type SpecText } from '../../src/spec/spec.ts';
import { outcomes } from '../../src/spec/summary.ts';
import { reached } from '../../src/tensor/losses.ts';
import { balls } from '../../src/tensor/norms.ts';
import * as tf from '../../src/tensor/tf.ts';
import { steadyVictim } from '../fixtures.ts';
import { goldenArray, goldenManifest, writeGoldenModel } from './goldenModel.ts';

const temporary = mkdtempSync(join(tmpdir(), 'epsilon-'));
afterAll(() => rmSync(temporary, { recursive: true }));

const model = `file:${writeGoldenModel(temporary)}`;

describe('minimum-norm attacks on the golden model', () => {
  let env: Env;
  let subject: Subject;

  beforeAll(async () => {
    ({ env } = await openNodeEnv({ backend: 'wasm' }));
    subject = await openSubject(parseSpec({ model }), env);
  });
  afterAll(() => subject.classifier.dispose());

  /** Distances of the 32 golden digits; 0 where the clean image is misclassified already, as in the golden files. */
  async function distances(attack: AttackId, norm: Norm): Promise<number[]> {
    const text: SpecText = { model, attack, norm, defense: 'none', count: '32' };
    let report: Report = emptyReport(text);
    const emit = (event: Parameters<typeof applyEvent>[1]) => {
      report = applyEvent(report, event);
    };
    await evaluate(parseSpec(text), subject, { from: 0, to: 32 }, env, { signal: new AbortController().signal, emit });
    return outcomes(report, { attack, defense: 'none', adaptive: true, epsilon: null }).map((outcome) => {
      if (outcome.clean !== outcome.label) return 0;
      expect(outcome.success, `image ${outcome.image}`).toBe(true);
      return outcome.distance;
    });
  }

  const rivals = [
    { attack: 'deepfool', norm: 'l2', golden: 'deepfool_l2' },
    { attack: 'ddn', norm: 'l2', golden: 'ddn_l2' },
    { attack: 'fmn', norm: 'l2', golden: 'fmn_l2' },
    { attack: 'fmn', norm: 'linf', golden: 'fmn_linf' },
    { attack: 'cw', norm: 'l2', golden: 'cw_l2' },
  ] as const;

  it.each(rivals)(
    '$attack goes no farther in $norm than Foolbox did',
    { timeout: 120_000 },
    async ({ attack, norm, golden }) => {
      const found = await distances(attack, norm);
      const { median } = goldenManifest().scalars.min_norm[golden]!;
      expect(lowerMedian(found)).toBeLessThanOrEqual(1.02 * median);
    },
  );

  it('gives the DeepFool distances of Foolbox, image by image', async () => {
    const wanted = goldenArray('norm_deepfool_l2');
    (await distances('deepfool', 'l2')).forEach((distance, i) => {
      expect(Math.abs(distance - wanted[i]!), `image ${i}`).toBeLessThanOrEqual(1e-3);
    });
  });

  it('FAB-T leaves no more of 200 digits within ε = 0.1 than AutoAttack did', { timeout: 300_000 }, async () => {
    const batch = await loadBatch(
      subject,
      Array.from({ length: 200 }, (_, i) => i),
      200,
    );
    const objective = { kind: 'untargeted', labels: batch.labels } as const;
    const adversarial = await fabT({
      victim: steadyVictim(subject.classifier),
      x0: batch.x,
      objective,
      threat: { norm: 'linf', epsilon: 0.1 },
      params: { ...defaults(fabTCard.params), steps: 40 }, // of 100, which a test has no time for
      ctx: { signal: new AbortController().signal, tick: async () => undefined, rngOf: () => makeRng(0) },
    });
    const kept = tf.tidy(() => {
      const wrong = reached(objective, subject.classifier.logits(adversarial));
      return tf.logicalAnd(wrong, tf.lessEqual(balls.linf.distance(adversarial, batch.x), 0.1 + 1e-6));
    });
    const fallen = Array.from(await kept.data()).filter(Boolean).length;
    tf.dispose([kept, adversarial]);
    batch.dispose();
    const wanted = goldenManifest().scalars.autoattack_robust_accuracy_interleaved['fab-t']!;
    expect(1 - fallen / 200).toBeLessThanOrEqual(wanted.robust_accuracy + 0.005 + 1e-6);
  });
});

/** The manifest's medians are PyTorch's: of an even number of values the lower one of the two in the middle. */
const lowerMedian = (values: readonly number[]) => [...values].sort((a, b) => a - b)[(values.length - 1) >> 1]!;
