import type { Engine } from '../../workers/engine.ts';
import { failureOf } from '../core/errors.ts';
import { writeLink } from '../spec/link.ts';
import type { Spec, SpecText } from '../spec/spec.ts';
import type { LabState, LabStore } from './labStore.ts';
import { pictureAt } from './pictureAt.ts';
import { onlyCell, radiusOf, type SpecimenState, specimenReading } from './specimen.ts';

const restMs = 30; // what a dragged slider sends in one burst is one change
const paceMs = 150; // between two requests while somebody drags: long enough for most attacks to show what they did
const side = 41;
const draws = 500;
const block = 8; // images in the picker

/** What the Inspect page should show. */
interface Want {
  readonly key: string;
  readonly image: number;
  readonly text: SpecText;
  readonly spec: Spec;
}

/**
 * Attacks the image of the Inspect page again whenever something about it changes, and fetches its neighbours.
 *
 * While somebody drags, requests follow each other at a steady pace; each gives up the one before, and the last one wins.
 */
export function followSpecimen(store: LabStore, engine: Engine): void {
  const examining = follower(store, wantedBy, (want, signal) => examine(store, engine, want, signal));
  const looking = follower(store, neighboursWantedBy, (want, signal) => lookAround(store, engine, want, signal));
  const update = () => {
    examining();
    looking();
  };
  store.subscribe(update);
  update();
}

/** Calls `work` with what is wanted, at a steady pace, and aborts what is no longer wanted when something newer begins. */
function follower<Wanted extends { readonly key: string }>(
  store: LabStore,
  wanted: (state: LabState) => Wanted | undefined,
  work: (want: Wanted, signal: AbortSignal) => Promise<void>,
) {
  let asked = '';
  let controller = new AbortController();
  let planned = false;
  let began = Number.NEGATIVE_INFINITY;
  const begin = () => {
    planned = false;
    began = performance.now();
    controller.abort();
    controller = new AbortController();
    const want = wanted(store.getState());
    if (want) void work(want, controller.signal);
  };
  return () => {
    const key = wanted(store.getState())?.key ?? '';
    if (key === asked) return;
    asked = key;
    if (planned) return;
    planned = true;
    setTimeout(begin, Math.max(restMs, began + paceMs - performance.now()));
  };
}

function wantedBy(state: LabState): Want | undefined {
  const reading = specimenReading(state);
  if (state.page !== 'inspect' || reading.kind === 'invalid') return undefined;
  const { image } = state.specimen;
  const { text, spec } = reading;
  return { key: `${writeLink(text)}|${image}`, image, text, spec };
}

const change = (store: LabStore, part: Partial<SpecimenState>) =>
  store.setState({ specimen: { ...store.getState().specimen, ...part } });

async function examine(store: LabStore, engine: Engine, want: Want, signal: AbortSignal): Promise<void> {
  const { shown, land } = store.getState().specimen;
  if (shown?.key === want.key && land?.key === want.key) return;
  const { key, image, text, spec } = want;
  const cell = onlyCell(spec);
  change(store, { busy: true });
  try {
    const crafted = await engine.craft(text, { cell, images: [image], trace: true }, { signal });
    if (signal.aborted) return;
    const found = { key, spec, cell, picture: pictureAt(crafted, 0) };
    change(store, { shown: found, failure: undefined });
    const { adversarial } = found.picture;
    const request = { cell, image, adversarial, radius: radiusOf(found), side, draws };
    const landscape = await engine.landscape(text, request, { signal });
    if (signal.aborted) return;
    change(store, { land: { key, landscape }, busy: false });
  } catch (cause) {
    const failure = failureOf(cause);
    if (!signal.aborted && failure.code !== 'cancelled') change(store, { busy: false, failure });
  }
}

function neighboursWantedBy(state: LabState): Want | undefined {
  const want = wantedBy(state);
  if (!want) return undefined;
  const { model, data } = want.spec;
  return { ...want, key: [model, data, Math.floor(want.image / block)].join('|') };
}

async function lookAround(store: LabStore, engine: Engine, want: Want, signal: AbortSignal): Promise<void> {
  const size = store.getState().specimen.neighbours?.size ?? Number.POSITIVE_INFINITY;
  const from = want.image - (want.image % block);
  const images = Array.from({ length: block }, (_, i) => from + i).filter((image) => image < size);
  try {
    const neighbours = await engine.look(want.text, images, { signal });
    if (!signal.aborted) change(store, { neighbours });
  } catch {
    // The attack on the image meets the same trouble and says so.
  }
}
