import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { problemsOf } from '../../src/core/errors.ts';
import { openWatch } from '../../src/engine/watch.ts';
import type { CellBlock, CleanBlock } from '../../src/spec/events.ts';
import { parseReport } from '../../src/spec/export/parseReport.ts';
import { reopenReport } from '../../src/spec/export/reopenReport.ts';
import { reportJson } from '../../src/spec/export/reportJson.ts';
import type { Report } from '../../src/spec/report.ts';
import { formatSpec, parseSpec } from '../../src/spec/spec.ts';
import { attackedAnswers, cleanAnswers } from '../../src/spec/thresholds/groups.ts';
import { rulesFor } from '../../src/spec/thresholds/score.ts';
import * as tf from '../../src/tensor/tf.ts';
import { type LinearSubject, linearSubject, reportOf } from '../fixtures.ts';
import { exampleReport } from '../spec/exampleReport.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const text = {
  attack: 'pgd,deepfool',
  'pgd.steps': '4',
  'pgd.stepSize': '0.4',
  norm: 'l2',
  defense: 'none',
  detector: 'squeezing',
  count: '12',
  eps: '0.3,1',
};

/** A run with the model itself and one with its classes in another order as second models. */
async function watchedReport(): Promise<Report> {
  const subject = linearSubject({ classes: 3, shape: [3, 3, 1] });
  const turned = linearSubject({ shape: [3, 3, 1], weights: turn(subject) });
  const seconds = new Map([
    ['same', subject.classifier],
    ['turned', turned.classifier],
  ]);
  const { subject: watched, close } = await openWatch(parseSpec(text), { ...subject, seconds });
  try {
    return await reportOf(watched, text);
  } finally {
    close();
  }
}

const turn = ({ weights }: LinearSubject) => [weights[2]!, weights[0]!, weights[1]!];
const blocksOf = (report: Report): (CleanBlock | CellBlock)[] => [
  ...Object.values(report.clean).flat(),
  ...Object.values(report.cells).flatMap(({ blocks }) => blocks),
];

describe('a report', () => {
  it('holds what second models say about the very images that were crafted', async () => {
    for (const { predictions, probabilities, opinions } of blocksOf(await watchedReport())) {
      expect(opinions!.same!.predictions).toEqual(predictions);
      expect(opinions!.turned!.predictions).toEqual(predictions.map((answer) => (answer + 1) % 3));
      const most = predictions.map((answer, i) => probabilities[3 * i + answer]! * 1e6);
      for (const { confidences } of Object.values(opinions!))
        confidences.forEach((confidence, i) => {
          expect(Math.abs(confidence * 1e6 - most[i]!)).toBeLessThan(2);
        });
    }
  });

  it('holds logits whose softmax are its probabilities', async () => {
    for (const { logits, probabilities } of blocksOf(await watchedReport())) {
      expect(logits!.length).toBe(probabilities.length);
      const softmax = tf.tidy(() => tf.softmax(tf.tensor2d(logits!, [logits!.length / 3, 3])).dataSync());
      probabilities.forEach((p, i) => {
        expect(p).toBeCloseTo(softmax[i]!, 5);
      });
    }
  });

  it('keeps all of it in a file, and reads a minimum-norm attack at a budget as a whole', async () => {
    const report = { ...(await watchedReport()), setting: exampleReport().setting };
    const again = reopenReport(parseReport(reportJson(report), 'report.json'));
    const [before, after] = [attackedAnswers(report, 'none'), attackedAnswers(again, 'none')];
    expect(after.map(({ cell }) => cell)).toEqual(before.map(({ cell }) => cell));
    for (const [i, { answers }] of after.entries()) {
      const given = before[i]!.answers;
      expect(answers.opinions!.turned!.predictions).toEqual(given.opinions!.turned!.predictions);
      expect(answers.suspicions!.squeezing!.length).toBe(given.n);
      answers.logits!.forEach((z, j) => {
        expect(z).toBeCloseTo(given.logits![j]!, 4);
      });
    }
    const [clean] = [cleanAnswers(report, 'none')];
    const small = before.find(({ cell }) => cell.attack === 'deepfool' && cell.epsilon === 0.3)!.answers;
    const held = Array.from(small.predictions.keys()).filter((i) => small.predictions[i] === small.labels[i]);
    expect(held.length).toBeGreaterThan(0);
    for (const i of held) {
      expect(small.logits!.slice(3 * i, 3 * i + 3)).toEqual(clean.logits!.slice(3 * i, 3 * i + 3));
      expect(small.opinions!.turned!.predictions[i]).toBe(clean.opinions!.turned!.predictions[i]);
    }
  });

  it('of an older version opens, and says that it has no energy and no suspicion', () => {
    const again = reopenReport(parseReport(reportJson(exampleReport()), 'report.json'));
    expect(rulesFor(again.clean.none!)).toEqual(['max', 'margin', 'entropy', 'calibrated']);
  });

  it('that was damaged is refused at the column that is too short', async () => {
    const report = { ...(await watchedReport()), setting: exampleReport().setting };
    const json = JSON.parse(reportJson(report)) as { images: { clean: { opinions: Record<string, object> }[] } };
    json.images.clean[0]!.opinions.same = { prediction: [1], confidence: [0.5] };
    expect(() => parseReport(JSON.stringify(json), 'r.json')).toThrow(
      /images\.clean\[0\]\.opinions\.same\.prediction: expected 12 entries/,
    );
  });
});

describe('the text of an experiment', () => {
  it('names second models, and says what is wrong with them', () => {
    const spec = parseSpec({ second: 'mnist-mlp, mnist-cnn-pgd,mnist-mlp' });
    expect(spec.seconds).toEqual(['mnist-mlp', 'mnist-cnn-pgd']);
    expect(formatSpec(spec)).toEqual({ second: 'mnist-mlp,mnist-cnn-pgd' });
    expect(parseSpec({}).seconds).toEqual([]);
    const problems = () => {
      try {
        return [parseSpec({ second: 'mnist-cnn,nobody' })];
      } catch (error) {
        return problemsOf(error).map(({ where, code }) => `${where} ${code}`);
      }
    };
    expect(problems()).toEqual(['second second-same', 'second choice']);
  });
});
