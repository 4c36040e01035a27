import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { attackCell } from '../../src/engine/attackCell.ts';
import { loadBatch } from '../../src/engine/batches.ts';
import type { Env } from '../../src/engine/env.ts';
import { evaluate } from '../../src/engine/evaluate.ts';
import { openSubject, type Subject } from '../../src/engine/subject.ts';
import { openNodeEnv } from '../../src/platform/nodeEnv.ts';
import { planCells } from '../../src/spec/cells.ts';
import { applyEvent, emptyReport, type Report } from '../../src/spec/report.ts';
import { parseSpec } from '../../src/spec/spec.ts';
import { outcomes } from '../../src/spec/summary.ts';
import { reached } from '../../src/tensor/losses.ts';
import * as tf from '../../src/tensor/tf.ts';
import { goldenManifest, writeGoldenModel } from './goldenModel.ts';

const temporary = mkdtempSync(join(tmpdir(), 'epsilon-'));
const model = `file:${writeGoldenModel(temporary)}`;
const count = 200;
const rounding = 1e-6; // the accuracies of the manifest are float32
let env: Env;
let subject: Subject;

beforeAll(async () => {
  ({ env } = await openNodeEnv({ backend: 'wasm' }));
  subject = await openSubject(parseSpec({ model }), env);
});
afterAll(() => {
  subject.classifier.dispose();
  rmSync(temporary, { recursive: true });
});

const { signal } = new AbortController();
const reference = (name: string) => goldenManifest().scalars.autoattack_robust_accuracy_interleaved[name]!;

interface Fates {
  readonly standing: readonly number[];
  readonly fallen: readonly number[];
}

const known = new Map<string, Promise<Fates>>();

/** Digits that are right after APGD-CE and those that are not; attacked once for each budget. */
function afterApgd(eps: string): Promise<Fates> {
  const fates = known.get(eps) ?? attackByApgd(eps);
  known.set(eps, fates);
  return fates;
}

async function attackByApgd(eps: string): Promise<Fates> {
  const text = { model, attack: 'apgd-ce', defense: 'none', count: String(count), eps, 'apgd-ce.restarts': '1' };
  const spec = parseSpec(text);
  let report: Report = emptyReport(text);
  const emit = (event: Parameters<typeof applyEvent>[1]) => {
    report = applyEvent(report, event);
  };
  await evaluate(spec, subject, { from: 0, to: count }, env, { signal, emit });
  const seen = outcomes(report, planCells(spec)[0]!);
  const images = (right: boolean) =>
    seen.flatMap(({ image, adversarial, label }) => ((adversarial === label) === right ? [image] : []));
  return { standing: images(true), fallen: images(false) };
}

/**
 * The first attack of the cascade alone comes down to what the authors' program reached with all four, and the cascade
 * never leaves more standing than one of its members. The whole cascade left 30.5 % and 84.5 % as well.
 */
it.each([
  { eps: '0.1', golden: 'autoattack_standard' },
  { eps: '0.05', golden: 'autoattack_standard_0.05' },
])('leaves no more of 200 digits at ε = $eps than AutoAttack did', { timeout: 300_000 }, async ({ eps, golden }) => {
  const { standing } = await afterApgd(eps);
  expect(standing.length / count).toBeLessThanOrEqual(reference(golden).robust_accuracy + 0.005 + rounding);
});

/**
 * Square with the published settings leaves 36.5 % of all 200 digits, the authors' program 39.5 %. Most of the time goes
 * into digits that hold, so those that withstand gradients are counted as if they withstood Square as well.
 */
it('Square leaves at most two points more of 200 digits than the authors’ did', { timeout: 300_000 }, async () => {
  const { standing, fallen } = await afterApgd('0.1');
  const spec = parseSpec({ model, attack: 'square', defense: 'none', count: String(count), eps: '0.1' });
  const batch = await loadBatch(subject, fallen, fallen.length);
  const objective = { kind: 'untargeted', labels: batch.labels } as const;
  const ctx = { signal, tick: async () => undefined };
  const { adversarial } = await attackCell({ spec, subject, batch, cell: planCells(spec)[0]!, objective, ctx });
  const wrong = tf.tidy(() => reached(objective, subject.classifier.logits(adversarial)));
  const held = Array.from(await wrong.data()).filter((hit) => !hit).length;
  tf.dispose([adversarial, wrong]);
  batch.dispose();
  const most = reference('square_5000').robust_accuracy + 0.02 + rounding;
  expect((standing.length + held) / count).toBeLessThanOrEqual(most);
});
