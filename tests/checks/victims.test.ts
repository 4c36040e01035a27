import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { modelIds } from '../../src/classifiers/catalog.ts';
import type { Env } from '../../src/engine/env.ts';
import { openSubject, type Subject } from '../../src/engine/subject.ts';
import { openNodeEnv } from '../../src/platform/nodeEnv.ts';
import type { Report } from '../../src/spec/report.ts';
import { parseSpec, type SpecText } from '../../src/spec/spec.ts';
import { resultRows } from '../../src/spec/summary.ts';
import type { Images, Logits } from '../../src/tensor/norms.ts';
import * as tf from '../../src/tensor/tf.ts';
import { checkedReport, raisedCodes } from './checkedReport.ts';

const text: SpecText = {
  attack: 'fgsm,pgd',
  'pgd.steps': '20',
  'pgd.stepSize': '0.1',
  defense: 'none',
  eps: '0.1,0.2,0.3',
  count: '40',
};

let env: Env;
let plain: Subject;
beforeAll(async () => {
  ({ env } = await openNodeEnv({ backend: 'wasm' }));
  plain = await openSubject(parseSpec(text), env);
});
afterAll(() => plain.classifier.dispose());

/** The bundled model with something around it that breaks its gradient but hardly changes its answers. */
const around = (wrap: (logits: (x: Images) => Logits) => (x: Images) => Logits): Subject => ({
  ...plain,
  classifier: { ...plain.classifier, logits: wrap(plain.classifier.logits) },
});

describe('a defense known to be broken', { timeout: 300_000 }, () => {
  it('that saturates its softmax by a large temperature is found out by its gradients', async () => {
    const hot = around((logits) => (x) => tf.mul(logits(x), 1000));
    const raised = raisedCodes(await checkedReport(hot, text, env), 'do-not-quote');
    expect(raised).toEqual(expect.arrayContaining(['zero-gradient', 'unbounded-survivors', 'known-broken-survives']));
  });

  it('that quantises without a gradient to follow is found out by its gradients', async () => {
    const coarse = around((logits) => (x) => logits(tf.div(tf.round(tf.mul(x, 7)), 7)));
    const raised = raisedCodes(await checkedReport(coarse, text, env), 'do-not-quote');
    expect(raised).toEqual(expect.arrayContaining(['zero-gradient', 'unbounded-survivors']));
  });

  it('that adds noise is found out when the attack does not average over it, and not when it does', async () => {
    const few = { attack: 'pgd', 'pgd.steps': '5', 'pgd.stepSize': '0.3' };
    const noisy = { ...few, defense: 'gaussian', count: '8', eps: '0.1' };
    expect(raisedCodes(await checkedReport(plain, { ...noisy, eot: '1' }, env), 'do-not-quote')).toEqual([
      'random-forward',
    ]);
    expect(raisedCodes(await checkedReport(plain, { ...noisy, eot: '4' }, env), 'do-not-quote')).toEqual([]);
  });
});

/** Where naive FGSM finds next to nothing, logits find everything: measured on 1,000 images, 98.1 % and 0 %. */
describe('the distilled model', { timeout: 300_000 }, () => {
  it('looks robust to naive FGSM, falls to PGD on its logits and to C&W, and is found out by its gradients', async () => {
    const distilled = { ...text, model: 'mnist-cnn-distilled', eps: '0.3', 'pgd.loss': 'margin' };
    const subject = await openSubject(parseSpec(distilled), env);
    const report = await checkedReport(subject, distilled, env);
    const far = { model: 'mnist-cnn-distilled', attack: 'cw', norm: 'l2', eps: '4', defense: 'none', count: '10' };
    const nearest = await checkedReport(subject, { ...far, 'cw.rounds': '5', 'cw.steps': '100' }, env);
    subject.classifier.dispose();
    const left = (of: Report, attack: string) => resultRows(of).find((row) => row.attack === attack)!.robust.value;
    expect(left(report, 'fgsm')).toBeGreaterThan(0.5);
    expect(left(report, 'pgd')).toBe(0);
    expect(left(nearest, 'cw')).toBe(0);
    expect(raisedCodes(report, 'do-not-quote')).toContain('zero-gradient');
  });
});

describe('an honest model', { timeout: 300_000 }, () => {
  it('trips no check that would forbid to quote it, nor one that calls its numbers a bound', async () => {
    const report = await checkedReport(plain, text, env);
    expect(raisedCodes(report, 'do-not-quote')).toEqual([]);
    expect(raisedCodes(report, 'bound')).toEqual([]);
  });

  const robust = 'mnist-cnn-pgd';
  const file = fileURLToPath(new URL(`../../models/${robust}/model.json`, import.meta.url));
  const isListed = (modelIds as readonly string[]).includes(robust);

  it.runIf(existsSync(file))('that was trained to withstand attacks trips none either', async () => {
    const hardened = { ...text, model: isListed ? robust : `file:${file}` };
    const subject = await openSubject(parseSpec(hardened), env);
    const report = await checkedReport(subject, hardened, env);
    subject.classifier.dispose();
    expect(raisedCodes(report, 'do-not-quote')).toEqual([]);
    expect(raisedCodes(report, 'bound')).toEqual([]);
  });
});
