import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkFit } from '../../src/engine/fit.ts';
import type { Subject } from '../../src/engine/subject.ts';
import { parseSpec, type SpecText } from '../../src/spec/spec.ts';
import { trustWarnings } from '../../src/spec/trust.ts';
import * as tf from '../../src/tensor/tf.ts';
import { checkedReport } from '../checks/checkedReport.ts';
import { linearSubject, memoryEnv, reportOf } from '../fixtures.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const subject = linearSubject({ classes: 3 });
const blackBox: Subject = { ...subject, classifier: { ...subject.classifier, gradient: 'none' } };

function problemsOf(text: SpecText, parts: Subject = subject): string[] {
  try {
    checkFit(parseSpec(text), parts);
    return [];
  } catch (error) {
    return (error as Error).message.split('\n');
  }
}

describe('an experiment that does not fit its model', () => {
  it('names a class that does not exist, and an offset that is the label itself', () => {
    expect(problemsOf({ goal: 'class', target: '3' })).toEqual(['target: the model has classes 0 to 2, got 3']);
    expect(problemsOf({ goal: 'class', target: '2' })).toEqual([]);
    expect(problemsOf({ goal: 'offset', target: '3' })).toHaveLength(1);
    expect(problemsOf({ goal: 'offset', target: '0' })).toHaveLength(1);
    expect(problemsOf({ goal: 'offset', target: '4' })).toEqual([]);
  });

  it('names budgets larger than the box of its images, whose size only the engine knows', () => {
    const own = { model: 'file:own.json', data: 'file:own.npy', attack: 'pgd', norm: 'l2' };
    const reach = Math.sqrt(subject.images.shape.reduce((a, b) => a * b));
    expect(problemsOf({ ...own, eps: String(0.9 * reach) })).toEqual([]);
    expect(problemsOf({ ...own, eps: '0.1, 20' })).toEqual([
      expect.stringMatching(/^eps: expected numbers in \[0, [\d.]+\].*write 20\/255$/),
    ]);
  });

  it('names every problem at once', () => {
    expect(problemsOf({ goal: 'class', target: '9', count: '5000' })).toHaveLength(2);
  });

  it('is told which attack to take where the model has no gradient to follow', () => {
    const problems = problemsOf({ attack: 'fgsm,square' }, blackBox);
    expect(problems).toEqual([
      expect.stringMatching(/^attack: fgsm follows gradients, .* gives none; use one of .*square/),
    ]);
    expect(problemsOf({ attack: 'square' }, blackBox)).toEqual([]);
    expect(problemsOf({ attack: 'fgsm,square' })).toEqual([]);
  });

  it('is told of attacks that suit the norm only', () => {
    const [problem] = problemsOf({ attack: 'pgd', norm: 'l1', eps: '1' }, blackBox);
    expect(problem).toMatch(/use one of .*square/);
    expect(problem).not.toMatch(/nes|simba/); // they know linf and l2
  });
});

it('runs a model without gradients with attacks that need none, and measures nothing that does', async () => {
  const deaf: Subject = { ...blackBox, classifier: { ...blackBox.classifier, logits: withoutGradient } };
  const text = { attack: 'square', 'square.queries': '20', defense: 'none', eps: '0.1', count: '4' };
  const { evidence } = await checkedReport(deaf, text, memoryEnv());
  const codes = evidence.map(({ code }) => code);
  expect(codes).toContain('random-forward');
  expect(codes).not.toContain('zero-gradient');
  expect(codes).not.toContain('unbounded-survivors');
});

/** Logits that refuse to be differentiated. */
const withoutGradient: Subject['classifier']['logits'] = (x) => {
  const answer = tf.customGrad((input: tf.Tensor | tf.GradSaveFunc) => ({
    value: tf.tidy(() => subject.classifier.logits(input as typeof x)),
    gradFunc: () => {
      throw new Error('no gradient here');
    },
  }));
  return answer(x) as ReturnType<Subject['classifier']['logits']>;
};

it('says how many images carry the target class already', async () => {
  const text = { attack: 'fgsm', defense: 'none,bits', eps: '0.3', goal: 'class', target: '1', count: '30' };
  const report = await reportOf(linearSubject({ classes: 2 }), text);
  const own = report.clean.none!.reduce((sum, { labels }) => sum + labels.filter((label) => label === 1).length, 0);
  const notice = trustWarnings(report).find(({ code }) => code === 'target-is-label');
  expect(own).toBeGreaterThan(0);
  expect(notice?.values).toEqual({ count: own, n: 30 });
  const free = await reportOf(linearSubject({ classes: 2 }), {
    attack: 'fgsm',
    defense: 'none',
    eps: '0.3',
    count: '5',
  });
  expect(trustWarnings(free).map(({ code }) => code)).not.toContain('target-is-label');
});
