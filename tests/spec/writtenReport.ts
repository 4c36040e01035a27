import { planCells } from '../../src/spec/cells.ts';
import type { CellBlock, CleanBlock, RunEvent } from '../../src/spec/events.ts';
import { applyEvent, emptyReport, type Report } from '../../src/spec/report.ts';
import { formatSpec, parseSpec, type SpecText } from '../../src/spec/spec.ts';

/** How a run of the bundled digits begins. */
export const opening: readonly RunEvent[] = [
  { kind: 'started', startedAt: '2026-01-02T03:04:05.000Z' },
  {
    kind: 'setting',
    setting: {
      version: '0.1.0',
      backend: 'wasm',
      adapter: 'SIMD kernels',
      model: { id: 'mnist-cnn', sha256: 'a'.repeat(64), classNames: ['0', '1'] },
      dataset: { id: 'mnist', sha256: 'b'.repeat(64) },
      shape: [2, 2, 1],
    },
  },
];

/** A whole run that was never computed: two classes, one label (0) for every image, an answer per image and cell. */
export function writtenReport(
  text: SpecText,
  answers: (attack: string, epsilon: number, adaptive: boolean) => readonly number[],
  clean: readonly number[],
  { of = [] }: { readonly of?: readonly RunEvent[] } = {},
): Report {
  const vectors = (predictions: readonly number[]) =>
    Float32Array.from(predictions.flatMap((p) => (p === 0 ? [1, 0] : [0, 1])));
  const cleanBlock: CleanBlock = {
    from: 0,
    labels: new Int32Array(clean.length),
    predictions: Int32Array.from(clean),
    probabilities: vectors(clean),
    targets: new Int32Array(clean.length).fill(-1),
  };
  const spec = parseSpec(text);
  const events: RunEvent[] = planCells(spec).flatMap((cell): RunEvent[] => {
    const epsilon = cell.epsilon!; // the attacks here have one
    const predictions = answers(cell.attack, epsilon, cell.adaptive);
    const block: CellBlock = {
      from: 0,
      predictions: Int32Array.from(predictions),
      probabilities: vectors(predictions),
      success: Uint8Array.from(predictions),
      distances: Float32Array.from(predictions, (p) => p * epsilon),
      survives: Uint8Array.from(predictions),
      queries: undefined,
    };
    return [
      { kind: 'clean', defense: cell.defense, block: cleanBlock },
      { kind: 'cell', cell, block },
    ];
  });
  const all: RunEvent[] = [...opening, ...events, ...of, { kind: 'finished', seconds: 1, complete: true }];
  return all.reduce(applyEvent, emptyReport(formatSpec(spec)));
}
