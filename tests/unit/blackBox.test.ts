import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { type AttackId, attackCards, attackIds } from '../../src/attacks/catalog.ts';
import { attackCell } from '../../src/engine/attackCell.ts';
import { loadBatch } from '../../src/engine/batches.ts';
import { planCells } from '../../src/spec/cells.ts';
import type { CellBlock, RunEvent } from '../../src/spec/events.ts';
import { parseSpec, type SpecText } from '../../src/spec/spec.ts';
import * as tf from '../../src/tensor/tf.ts';
import { collect, linearSubject, memoryEnv } from '../fixtures.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const paying = attackIds.filter((id) => attackCards[id].access !== 'gradient');
const threats = paying.flatMap((attack) => attackCards[attack].norms.map((norm) => ({ attack, norm })));
/** Settings without which an attack asks nothing. */
const asking: Partial<Record<AttackId, SpecText>> = { corruptions: { 'corruptions.pick': 'worst' } };
const text = ({ attack, norm }: (typeof threats)[number], more: SpecText = {}): SpecText => ({
  attack,
  norm,
  defense: 'none',
  eps: norm === 'linf' ? '0.04' : '0.1',
  count: '9',
  queries: '100',
  ...asking[attack],
  ...more,
});
const blocks = (events: readonly RunEvent[]): CellBlock[] =>
  events.flatMap((event) => (event.kind === 'cell' ? [event.block] : []));
const subject = () => linearSubject({ classes: 3, shape: [4, 3, 2] });

describe.each(threats)('$attack in $norm', (threat) => {
  it('pays for exactly the rows the model has seen', async () => {
    const plain = subject();
    let seen = 0;
    const logits = (x: tf.Tensor4D) => {
      seen += x.shape[0];
      return plain.classifier.logits(x);
    };
    const spied = { ...plain, classifier: { ...plain.classifier, logits } };
    const spec = parseSpec(text(threat));
    const batch = await loadBatch(spied, [0, 1, 2, 3, 4, 5, 6, 7, 8], 9);
    const ctx = { signal: new AbortController().signal, tick: async () => undefined };
    const objective = { kind: 'untargeted', labels: batch.labels } as const;
    const run = { spec, subject: spied, batch, cell: planCells(spec)[0]!, objective, ctx };
    const { adversarial, queries } = await attackCell(run);
    tf.dispose(adversarial);
    batch.dispose();
    const whatTheEngineAsked = 9; // once about every clean image, to see which are worth attacking
    expect(queries!.reduce((sum, bill) => sum + bill, 0)).toBe(seen - whatTheEngineAsked);
    expect(seen).toBeGreaterThan(whatTheEngineAsked);
  });

  it('never asks more than the run allows about any image', async () => {
    const bills = blocks(await collect(subject(), text(threat))).flatMap(({ queries }) => [...queries!]);
    expect(bills).toHaveLength(9);
    expect(Math.max(...bills)).toBeLessThanOrEqual(100);
    expect(Math.max(...bills)).toBeGreaterThan(0);
  });

  it('finds the same images for the same bills in any batch and any shard', async () => {
    const found = async (batchSize: number, ranges: readonly (readonly [number, number])[]) => {
      const env = memoryEnv({ batchSize });
      const events: RunEvent[] = [];
      for (const [from, to] of ranges)
        events.push(...(await collect(subject(), text(threat), { env, range: { from, to } })));
      return blocks(events).flatMap(({ distances, predictions, queries }) =>
        Array.from(predictions, (answer, i) => [answer, distances[i], queries![i]]),
      );
    };
    const whole = await found(9, [[0, 9]]);
    expect(await found(2, [[0, 9]])).toEqual(whole);
    expect(
      await found(4, [
        [0, 5],
        [5, 9],
      ]),
    ).toEqual(whole);
  });
});
