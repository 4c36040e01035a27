import type { Engine } from '../../workers/engine.ts';
import { failureOf } from '../core/errors.ts';
import type { Cell } from '../spec/cells.ts';
import type { Report } from '../spec/report.ts';
import { chosenCell, drawnOutcomes, pictureKey, traceKey } from './choices.ts';
import { shownReport } from './derived.ts';
import type { LabState, LabStore } from './labStore.ts';
import { pictureAt } from './pictureAt.ts';

const capacity = 60; // pictures kept

/** Pixels somebody is waiting for. */
interface Want {
  readonly report: Report;
  readonly cell: Cell;
  readonly images: readonly number[];
  readonly trace: boolean;
}

/** Fetches the pixels of the images on show. Waits while a run is going on, which needs the machine more. */
export function followGallery(store: LabStore, engine: Engine): void {
  const shelves = [fetcher(store, engine, wantedTriplets), fetcher(store, engine, wantedTrace)];
  const update = () => {
    for (const shelf of shelves) shelf();
  };
  store.subscribe((state, before) => {
    if (watched.some((key) => state[key] !== before[key])) update();
  });
  update();
}

/** What the pixels on show depend on. A moved threshold is not among it, and must not wait for a look at every image. */
const watched = ['run', 'epsilon', 'pair', 'filter', 'draw', 'inspected'] as const;

function fetcher(store: LabStore, engine: Engine, wantedBy: (state: LabState) => Want | undefined) {
  let asked = '';
  let controller = new AbortController();
  return () => {
    const want = wantedBy(store.getState());
    const key = want === undefined ? '' : keysOf(want).join();
    if (key === asked) return;
    asked = key;
    controller.abort();
    controller = new AbortController();
    if (want) void fetchInto(store, engine, want, controller.signal);
  };
}

async function fetchInto(store: LabStore, engine: Engine, want: Want, signal: AbortSignal) {
  const { report, cell, images, trace } = want;
  const { pictures } = store.getState().gallery;
  const missing = images.filter((image) => !pictures.has(keyOf(want, image)));
  if (missing.length === 0) return store.setState({ gallery: { pictures, failure: undefined } });
  try {
    const crafted = await engine.craft(report.spec, { cell, images: missing, trace }, { signal });
    if (signal.aborted) return;
    const found = crafted.images.map((image, i) => [keyOf(want, image), pictureAt(crafted, i)] as const);
    const all = [...store.getState().gallery.pictures, ...found].slice(-capacity);
    store.setState({ gallery: { pictures: new Map(all), failure: undefined } });
  } catch (cause) {
    const failure = failureOf(cause);
    if (signal.aborted || failure.code === 'cancelled') return;
    store.setState({ gallery: { pictures: store.getState().gallery.pictures, failure } });
  }
}

function wantedTriplets(state: LabState): Want | undefined {
  const report = shownReport(state.run);
  const cell = report && chosenCell(state, report);
  if (!cell || state.run.kind === 'running') return undefined;
  return { report, cell, images: drawnOutcomes(report, cell, state).map(({ image }) => image), trace: false };
}

function wantedTrace(state: LabState): Want | undefined {
  const report = shownReport(state.run);
  const cell = report && chosenCell(state, report);
  if (!cell || state.inspected === undefined || state.run.kind === 'running') return undefined;
  return { report, cell, images: [state.inspected], trace: true };
}

const keyOf = ({ report, cell, trace }: Want, image: number) =>
  trace ? traceKey(report, cell, image) : pictureKey(report, cell, image);
const keysOf = (want: Want) => want.images.map((image) => keyOf(want, image));
