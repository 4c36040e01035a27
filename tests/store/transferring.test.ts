import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LabError } from '../../src/core/errors.ts';
import type { RunEvent } from '../../src/spec/events.ts';
import type { SpecText } from '../../src/spec/spec.ts';
import { transferMatrix } from '../../src/spec/transferReport.ts';
import { parseTransfer } from '../../src/spec/transferSpec.ts';
import { shownReport } from '../../src/store/derived.ts';
import { createLabStore } from '../../src/store/labStore.ts';
import { transferOf } from '../../src/store/transferring.ts';
import type { Engine } from '../../workers/engine.ts';
import { fakeEngine } from './fakeEngine.ts';

const settings = { language: 'en', theme: 'light', size: 'normal', shortcuts: true } as const;
const draft = {
  count: '20',
  eps: '0.1,0.2',
  attack: 'fgsm,pgd',
  'pgd.steps': '7',
  defense: 'none,bits',
  'bits.depth': '2',
};

/** Fools every model with every image, slowly enough to be stopped. */
const transferEngine = (outcome?: LabError): Engine => ({
  ...fakeEngine({ blockSize: 10, pauseMs: 1 }),
  async run(text: SpecText, host) {
    if (text.experiment !== 'transfer') return fakeEngine({ blockSize: 10, pauseMs: 1 }).run(text, host);
    const { models } = parseTransfer(text);
    const none = Int32Array.of(-1, -1);
    const block = { from: 0, labels: Int32Array.of(0, 1), targets: none, clean: Int32Array.of(0, 2) };
    for (const source of models) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      if (host.signal.aborted) throw new LabError('cancelled', 'stopped');
      if (outcome) throw outcome;
      for (const target of models) {
        const fooled = { ...block, predictions: Int32Array.of(3, 2), success: Uint8Array.of(1, 1) };
        host.emit({ kind: 'transfer', source, target, block: fooled } satisfies RunEvent);
      }
    }
    host.emit({ kind: 'finished', seconds: 1, complete: true });
  },
});

async function labWith(engine: Engine) {
  const lab = createLabStore(engine, { draft, settings }, () => Date.now());
  lab.getState().start();
  await vi.runAllTimersAsync();
  const planned = transferOf(shownReport(lab.getState().run)!, lab.getState())!;
  return { lab, planned };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('the transfer on the page', () => {
  it('takes images, attack and budget from the report, and every model for such images', async () => {
    const { planned } = await labWith(transferEngine());
    const { models, on } = parseTransfer(planned);
    expect(models).toEqual(expect.arrayContaining(['mnist-cnn', 'mnist-mlp']));
    expect(on('mnist-mlp')).toMatchObject({
      model: 'mnist-mlp',
      count: 20,
      epsilons: [0.2],
      attacks: [{ id: 'pgd', params: { steps: 7 } }],
      defenses: [[]],
    });
  });

  it('is measured when asked, and only images a model got right count', async () => {
    const { lab, planned } = await labWith(transferEngine());
    expect(lab.getState().transfer.kind).toBe('idle');
    lab.getState().measureTransfer(planned);
    expect(lab.getState().transfer.kind).toBe('running');
    await vi.runAllTimersAsync();
    const { transfer } = lab.getState();
    if (transfer.kind !== 'done') throw new Error(`expected an end, got ${transfer.kind}`);
    for (const { success, robust } of transferMatrix(transfer.report)) {
      expect([success.count, success.n]).toEqual([1, 1]);
      expect([robust.count, robust.n]).toEqual([0, 2]);
    }
  });

  it('keeps what was found when it is stopped, and says what went wrong when it fails', async () => {
    const { lab, planned } = await labWith(transferEngine());
    lab.getState().measureTransfer(planned);
    await vi.advanceTimersByTimeAsync(700);
    lab.getState().stopTransfer();
    await vi.runAllTimersAsync();
    const { transfer } = lab.getState();
    expect(transfer).toMatchObject({ kind: 'done', report: { finished: undefined } });

    const broken = await labWith(transferEngine(new LabError('asset', 'weights.bin: cannot be read')));
    broken.lab.getState().measureTransfer(broken.planned);
    await vi.runAllTimersAsync();
    expect(broken.lab.getState().transfer).toMatchObject({ kind: 'failed', failure: { code: 'asset' } });
  });
});
