import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkSample } from '../../src/engine/checks/checkSample.ts';
import { lossShape } from '../../src/engine/checks/lossShape.ts';
import { spread } from '../../src/engine/checks/passes.ts';
import type { Subject } from '../../src/engine/subject.ts';
import type { CheckCode } from '../../src/spec/checks/catalog.ts';
import { checkReport } from '../../src/spec/checks/checkReport.ts';
import { samplePositions } from '../../src/spec/checks/sample.ts';
import type { Evidence, RunEvent } from '../../src/spec/events.ts';
import { parseSpec, type SpecText } from '../../src/spec/spec.ts';
import type { Images, Logits } from '../../src/tensor/norms.ts';
import * as tf from '../../src/tensor/tf.ts';
import { linearSubject, memoryEnv } from '../fixtures.ts';
import { checkedReport } from './checkedReport.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const text: SpecText = {
  attack: 'pgd',
  'pgd.steps': '10',
  'pgd.stepSize': '0.2',
  defense: 'none',
  eps: '0.2',
  count: '20',
};

const around = (subject: Subject, wrap: (x: Images, logits: (x: Images) => Logits) => Logits): Subject => {
  const { classifier } = subject;
  return { ...subject, classifier: { ...classifier, logits: (x) => wrap(x, classifier.logits) } };
};

/** Evidence on the sample, without the run around it. */
async function sampled(subject: Subject, spec: SpecText, batchSize = 8): Promise<Evidence[]> {
  const events: RunEvent[] = [];
  const host = { signal: new AbortController().signal, emit: (event: RunEvent) => void events.push(event) };
  await checkSample(parseSpec(spec), subject, memoryEnv({ batchSize }), host);
  return events.flatMap((event) => (event.kind === 'evidence' ? [event.evidence] : []));
}

const outcome = async (code: CheckCode, subject: Subject, spec = text) =>
  checkReport(await checkedReport(subject, spec, memoryEnv())).find((result) => result.code === code)!.outcome;

describe('the sample', () => {
  it('is drawn by the seed, without repeats, and never larger than the run or 32', () => {
    const positions = (spec: SpecText) => samplePositions(parseSpec({ ...text, ...spec }), 10);
    expect(positions({})).toEqual(positions({}));
    expect(positions({ count: '1000', seed: '1' })).not.toEqual(positions({ count: '1000', seed: '2' }));
    expect(positions({ count: '2000' })).toHaveLength(32);
    expect(new Set(positions({ count: '2000' })).size).toBe(32);
    expect(positions({ count: '3' })).toEqual([0, 1, 2]);
    expect(positions({ count: '20', 'pgd.steps': '1' })).toHaveLength(8);
  });

  it('gives the same evidence in any batch size', async () => {
    const subject = linearSubject({ classes: 3, shape: [4, 3, 1] });
    const spec = { ...text, attack: 'fgsm,pgd', defense: 'none,gaussian', eot: '2', count: '60' };
    const whole = await sampled(subject, spec, 60);
    for (const batchSize of [1, 7, 16]) {
      const parts = await sampled(subject, spec, batchSize);
      expect(parts.map(rounded)).toEqual(whole.map(rounded));
    }
  });

  it('leaks nothing', async () => {
    const subject = linearSubject({ classes: 3 });
    const before = tf.memory().numTensors;
    await sampled(subject, { ...text, defense: 'none,bits' }, 3);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    stop.abort();
    const host = { signal: stop.signal, emit: () => undefined };
    const run = checkSample(parseSpec(text), linearSubject(), memoryEnv(), host);
    await expect(run).rejects.toThrow(/abort/i);
  });
});

/** Sums over images are taken in another order in other batches. */
const rounded = ({ numbers, ...rest }: Evidence) => ({
  ...rest,
  numbers: Object.fromEntries(Object.entries(numbers).map(([key, value]) => [key, Number(value.toPrecision(4))])),
});

describe('an honest linear model', () => {
  it.each<CheckCode>([
    'zero-gradient',
    'answers-are-probabilities',
    'mode-not-fixed',
    'random-forward',
    'unbounded-survivors',
    'steps-too-few',
    'restarts-too-few',
    'unsteady-loss',
    'silent-success',
    'noise-stronger',
    'outside-threat',
  ])('passes %s', async (code) => {
    expect(await outcome(code, linearSubject({ classes: 3, shape: [4, 4, 1] }))).toBe('passed');
  });
});

describe('a model that misleads', () => {
  const honest = linearSubject({ classes: 3, shape: [4, 4, 1] });

  it('by answers without a gradient is raised by its gradients and by an unbounded attack', async () => {
    const flat = around(honest, (x, logits) => logits(tf.div(tf.round(tf.mul(x, 255)), 255)));
    expect(await outcome('zero-gradient', flat)).toBe('raised');
    expect(await outcome('unbounded-survivors', flat)).toBe('raised');
    expect(await outcome('unsteady-loss', flat)).toBe('raised'); // it never rises
  });

  it('by gradients that point the wrong way is raised by noise', async () => {
    const wrongWay = around(honest, (x, logits) => {
      const turned = tf.customGrad((input: tf.Tensor | tf.GradSaveFunc) => ({
        value: tf.clone(input as Images),
        gradFunc: (dy: tf.Tensor) => tf.neg(dy),
      }));
      return logits(turned(x) as Images);
    });
    const spec = { attack: 'fgsm', defense: 'none', eps: '0.4', count: '40' };
    expect(await outcome('noise-stronger', wrongWay, spec)).toBe('raised');
  });

  it('by drawing at random where nobody said so is raised', async () => {
    let calls = 0;
    const moody = around(honest, (x, logits) => tf.add(logits(x), tf.mul(logits(x), 0.01 * (calls++ % 5))) as Logits);
    expect(await outcome('mode-not-fixed', moody)).toBe('raised');
    expect(await outcome('random-forward', moody)).toBe('raised');
  });

  it('by answering in probabilities is raised', async () => {
    const soft = around(honest, (x, logits) => tf.softmax(logits(x)));
    expect(await outcome('answers-are-probabilities', soft)).toBe('raised');
  });

  it('by a dead end on one side of every image is raised by another start', async () => {
    const grey = linearSubject({ shape: [1, 1, 1], pixel: () => 0.5, weights: [[1], [0]] });
    const lopsided = around(grey, (x) => {
      const p = tf.reshape(x, [-1]);
      const above = tf.sub(tf.mul(20, tf.sub(p, 0.5)), 0.5); // the larger above 0.5, and wins a little farther on
      const below = tf.sub(tf.mul(0.5, tf.sub(0.5, p)), 0.5); // rises as well, but never far enough
      return tf.stack([tf.zerosLike(p), tf.maximum(above, below)], 1) as Logits;
    });
    expect(await outcome('restarts-too-few', lopsided, { ...text, count: '120' })).toBe('raised');
  });

  it('by leaving the attack too few steps is raised by twice as many', async () => {
    const short = { ...text, 'pgd.steps': '2', 'pgd.stepSize': '0.1', 'pgd.randomStart': 'false', eps: '0.6' };
    expect(await outcome('steps-too-few', honest, short)).toBe('raised');
  });
});

describe('the shape of a loss', () => {
  const shape = (curve: readonly number[], won = false) =>
    lossShape({ gains: curve.map((gain) => [gain]), won: [won] });

  it('tells a straight rise from one that settled', () => {
    expect(shape([0, 1, 2, 3, 4])).toEqual({ late: 0.25, falls: 0 });
    expect(shape([0, 3, 4, 4, 4])).toEqual({ late: 0, falls: 0 });
  });
  it('sees how much of the way goes back', () => {
    expect(shape([0, 2, 1, 3, 2]).falls).toBeCloseTo(2 / 6);
  });
  it('takes a loss that never rose for one that has not begun', () => {
    expect(shape([1, 1, 1])).toEqual({ late: 1, falls: 0 });
  });
  it('leaves out images that were fooled', () => {
    expect(shape([0, 1, 2, 3, 4], true)).toEqual({ late: 0, falls: 0 });
  });
});

it('measures how far answers to the same question lie apart', async () => {
  const answers = [
    [2, -4],
    [2, -4],
    [2, -3],
  ];
  let i = 0;
  expect(await spread(() => tf.tensor2d([answers[i++]!]), 3)).toBeCloseTo(0.25);
});
