import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/spec/report.ts';
import { type Outcome, outcomes } from '../../src/spec/summary.ts';
import * as tf from '../../src/tensor/tf.ts';
import { linearSubject, reportOf } from '../fixtures.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const epsilon = 0.15;
const steps = {
  'pgd.steps': '6',
  'maxconfidence.steps': '6',
  'pgd.stepSize': '0.25',
  'maxconfidence.stepSize': '0.25',
};
const base = { attack: 'pgd,maxconfidence', defense: 'none', count: '30', eps: String(epsilon), ...steps };
const subject = () => linearSubject({ classes: 6, shape: [3, 3, 1] });
const outcomesOf = (report: Report, attack: 'pgd' | 'maxconfidence') =>
  outcomes(report, { attack, defense: 'none', adaptive: true, epsilon });
/** How sure the model is of a wrong answer; 0 where it is right. */
const wrongConfidence = ({ adversarial, label, adversarialConfidence }: Outcome) =>
  adversarial === label ? 0 : adversarialConfidence;

describe('MaxConfidence', () => {
  it('leaves no image less sure of a wrong answer than PGD does, and some surer', async () => {
    const report = await reportOf(subject(), base);
    const pgd = outcomesOf(report, 'pgd').map(wrongConfidence);
    const most = outcomesOf(report, 'maxconfidence').map(wrongConfidence);
    for (const [i, confidence] of most.entries()) expect(confidence).toBeGreaterThanOrEqual(pgd[i]!);
    expect(most.some((confidence, i) => confidence > pgd[i]! + 1e-4)).toBe(true);
  });

  it('is content with the confidence it was asked for', async () => {
    const stopAt = 0.2;
    const whole = await reportOf(subject(), base);
    const pgd = outcomesOf(whole, 'pgd').map(wrongConfidence);
    const most = outcomesOf(whole, 'maxconfidence').map(wrongConfidence);
    const report = await reportOf(subject(), { ...base, 'maxconfidence.stopAt': String(stopAt) });
    const content = outcomesOf(report, 'maxconfidence').map(wrongConfidence);
    const soon = [...pgd.keys()].filter((i) => pgd[i]! >= stopAt);
    expect(soon.map((i) => content[i])).toEqual(soon.map((i) => pgd[i]));
    expect(soon.some((i) => most[i]! > content[i]! + 1e-4)).toBe(true);
    expect(content.map((confidence) => confidence >= stopAt)).toEqual(most.map((confidence) => confidence >= stopAt));
  });

  it('goes on with images that are wrong already', async () => {
    const given = subject();
    const read = given.images.read;
    const mislabelled = async (positions: readonly number[]) => {
      const { pixels, labels } = await read(positions);
      return { pixels, labels: labels.map((label, i) => (positions[i] === 0 ? (label + 1) % 6 : label)) };
    };
    const report = await reportOf({ ...given, images: { ...given.images, read: mislabelled } }, base);
    const [pgd] = outcomesOf(report, 'pgd');
    const [most] = outcomesOf(report, 'maxconfidence');
    expect(pgd).toMatchObject({ image: 0, distance: 0 });
    expect(most!.adversarialConfidence).toBeGreaterThan(pgd!.adversarialConfidence + 1e-4);
  });
});
