import { type Cell, planCells } from '../../src/spec/cells.ts';
import type { RunEvent } from '../../src/spec/events.ts';
import { applyEvent, emptyReport, type Report } from '../../src/spec/report.ts';
import { formatSpec, parseSpec, type SpecText } from '../../src/spec/spec.ts';

const classes = 3;
const labels = [0, 1, 2, 0];

export const exampleText: SpecText = {
  count: '4',
  seed: '7',
  eps: '0.1,8/255',
  defense: 'none,bits',
  adaptive: 'both',
};

/** A run over four images: PGD fools images 0 and 1 at the larger budget, FGSM image 0; image 3 is wrong from the start. */
export function exampleReport(text: SpecText = exampleText, { complete = true } = {}): Report {
  const spec = parseSpec(text);
  const events: RunEvent[] = [
    { kind: 'started', startedAt: '2026-01-02T03:04:05.000Z' },
    {
      kind: 'setting',
      setting: {
        version: '0.1.0',
        backend: 'wasm',
        adapter: 'SIMD kernels',
        model: { id: 'mnist-cnn', sha256: 'a'.repeat(64), classNames: ['a', 'b', 'c'] },
        dataset: { id: 'mnist', sha256: 'b'.repeat(64) },
        shape: [2, 2, 1],
      },
    },
    ...['none', 'bits'].map((defense): RunEvent => ({ kind: 'clean', defense, block: cleanBlock() })),
    ...planCells(spec).map((cell): RunEvent => ({ kind: 'cell', cell, block: cellBlock(cell) })),
    { kind: 'finished', seconds: 1.5, complete },
  ];
  return events.reduce(applyEvent, emptyReport(formatSpec(spec)));
}

const cleanBlock = () => {
  const predictions = [0, 1, 2, 1];
  return {
    from: 0,
    labels: Int32Array.from(labels),
    targets: new Int32Array(4).fill(-1),
    predictions: Int32Array.from(predictions),
    probabilities: probabilities(predictions),
  };
};

function cellBlock({ attack, epsilon: budget }: Cell) {
  const epsilon = budget!; // FGSM and PGD have one
  const fooled = epsilon < 0.1 ? 0 : attack === 'pgd' ? 2 : 1;
  const predictions = labels.map((label, i) => (i < fooled ? (label + 1) % classes : i === 3 ? 1 : label));
  const success = Uint8Array.from(predictions, (prediction, i) => Number(prediction !== labels[i]));
  return {
    from: 0,
    predictions: Int32Array.from(predictions),
    probabilities: probabilities(predictions),
    success,
    distances: Float32Array.from(success, (hit, i) => (hit && i < 3 ? epsilon * (1 - i / 10) : 0)),
    survives: Uint8Array.from(success, (hit, i) => (i === 1 ? 0 : hit)),
    queries: undefined,
  };
}

const probabilities = (predictions: readonly number[]) =>
  Float32Array.from(predictions.flatMap((best) => [0, 1, 2].map((k) => (k === best ? 2 / 3 : 1 / 6))));
