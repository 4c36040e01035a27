import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Attack, AttackInput, Victim } from '../../src/attacks/attack.ts';
import { type AttackId, attackCards, attackIds, type CascadeId } from '../../src/attacks/catalog.ts';
import { attacks } from '../../src/attacks/index.ts';
import { subset } from '../../src/attacks/subset.ts';
import { defaults, type ParamSchema } from '../../src/core/params.ts';
import { makeRng } from '../../src/core/rng.ts';
import type { Norm } from '../../src/core/threat.ts';
import type { StepContext } from '../../src/tensor/iterate.ts';
import * as tf from '../../src/tensor/tf.ts';
import { linearSubject } from '../fixtures.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const stopping = attackIds.filter((id) => 'earlyStop' in attackCards[id].params);
const subject = linearSubject({ classes: 4, shape: [4, 4, 1] });
const count = 16;

/** An attack on some images at a budget that some of them withstand, and how many rows the model was asked about. */
async function input(id: AttackId, norm: Norm, { earlyStop = true, trace = false } = {}) {
  const { pixels, labels } = await subject.images.read(Array.from({ length: count }, (_, i) => i));
  const asked = { rows: 0 };
  const victim: Victim = {
    classes: 4,
    draws: 1,
    logits: (x) => {
      asked.rows += x.shape[0];
      return tf.tidy(() => subject.classifier.logits(x));
    },
    rows: () => victim,
  };
  const ctx: StepContext = {
    signal: new AbortController().signal,
    tick: async () => undefined,
    rngOf: (i) => makeRng('early').fork(i),
    ...(trace ? { trace: async () => undefined } : {}),
  };
  const params = { ...defaults(attackCards[id].params as ParamSchema), steps: 12, stepSize: 0.2, earlyStop };
  const given: AttackInput<unknown> = {
    victim,
    x0: tf.tensor4d(pixels, [count, 4, 4, 1]),
    objective: { kind: 'untargeted', labels: tf.tensor1d(labels, 'int32') },
    threat: { norm, epsilon: { linf: 0.2, l2: 0.9, l1: 2 }[norm] },
    params,
    ctx,
  };
  return { given, asked };
}

const run = async (id: AttackId, given: AttackInput<unknown>) => {
  const found = await (attacks[id as Exclude<AttackId, CascadeId>] as Attack<AttackId>)(
    given as Parameters<Attack<AttackId>>[0],
  );
  const values = Array.from(await found.data());
  found.dispose();
  return values;
};

describe.each(stopping)('%s that stops at success', (id) => {
  it.each(attackCards[id].norms)('gives the same images whether or not the fallen leave (%s)', async (norm) => {
    const leaving = await input(id, norm);
    const staying = await input(id, norm, { trace: true });
    expect(await run(id, leaving.given)).toEqual(await run(id, staying.given));
    expect(leaving.asked.rows).toBeLessThan(staying.asked.rows);
  });

  it.each(attackCards[id].norms)('gives an image the same pixels in any company (%s)', async (norm) => {
    const { given } = await input(id, norm);
    const whole = await run(id, given);
    const order = [3, 15, 0, 7, 8];
    const some = subset(given, order);
    const found = await run(id, some.input);
    some.dispose();
    expect(found).toEqual(order.flatMap((row) => whole.slice(16 * row, 16 * (row + 1))));
  });

  it('brings down the images it brings down without', async () => {
    const hits = async (earlyStop: boolean) => {
      const { given } = await input(id, 'linf', { earlyStop });
      const values = await run(id, given);
      const predicted = tf.tidy(() => tf.argMax(subject.classifier.logits(tf.tensor4d(values, given.x0.shape)), 1));
      const [answers, labels] = await Promise.all([predicted.data(), given.objective.labels.data()]);
      return Array.from(answers, (answer, i) => answer !== labels[i]);
    };
    const stopped = await hits(true);
    expect(stopped).toEqual(await hits(false));
    expect(new Set(stopped)).toEqual(new Set([true, false])); // some fall, some stand
  });
});
