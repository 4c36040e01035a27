import type { Engine } from '../../workers/engine.ts';
import { LabError } from '../core/errors.ts';
import { joinFloats } from '../core/join.ts';
import type { Crafted } from '../spec/craft.ts';
import { outcomes } from '../spec/summary.ts';
import { chosenCell } from './choices.ts';
import { shownReport } from './derived.ts';
import type { LabStore } from './labStore.ts';

const chunk = 100; // images asked for at a time

interface SaveRequest {
  readonly store: LabStore;
  readonly engine: Engine;
  readonly signal: AbortSignal;
}

/** Attacks every image of the chosen cell again and gives its NPZ file; undefined when cancelled or nothing is there. */
export async function craftAll({ store, engine, signal }: SaveRequest): Promise<Uint8Array | undefined> {
  const report = shownReport(store.getState().run);
  const cell = report && chosenCell(store.getState(), report);
  if (!cell) return undefined;
  const images = outcomes(report, cell).map(({ image }) => image);
  const parts: Crafted[] = [];
  const tell = (done: number) => store.setState({ saving: { done, total: images.length } });
  try {
    for (let from = 0; from < images.length; from += chunk) {
      tell(from);
      const request = { cell, images: images.slice(from, from + chunk), trace: false };
      parts.push(await engine.craft(report.spec, request, { signal }));
      if (signal.aborted) return undefined;
    }
    const { imagesNpz } = await import('../spec/export/imagesNpz.ts');
    return imagesNpz(joinCrafted(parts));
  } catch (cause) {
    if (signal.aborted || LabError.from(cause).code === 'cancelled') return undefined;
    throw cause;
  } finally {
    store.setState({ saving: undefined });
  }
}

/** One after the other, as if they had been asked for together. */
export function joinCrafted(parts: readonly Crafted[]): Crafted {
  const [first] = parts;
  if (!first) throw new LabError('contract', 'joinCrafted: expected at least one part, got none');
  const floats = (pick: (part: Crafted) => Float32Array) => joinFloats(parts.map(pick));
  return {
    shape: first.shape,
    images: parts.flatMap(({ images }) => images),
    labels: Int32Array.from(parts.flatMap(({ labels }) => [...labels])),
    clean: floats((part) => part.clean),
    adversarial: floats((part) => part.adversarial),
    cleanProbabilities: floats((part) => part.cleanProbabilities),
    adversarialProbabilities: floats((part) => part.adversarialProbabilities),
    distances: floats((part) => part.distances),
    targets: Int32Array.from(parts.flatMap(({ targets }) => [...targets])),
    trace: [],
    learned: first.learned,
  };
}
