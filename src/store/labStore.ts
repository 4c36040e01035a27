import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Engine } from '../../workers/engine.ts';
import type { ImageDesk } from '../../workers/imageDesk.ts';
import type { Recipe } from '../../workers/protocol.ts';
import { failureOf } from '../core/errors.ts';
import { defaults } from '../core/params.ts';
import type { Problem } from '../core/problems.ts';
import type { CheckCode } from '../spec/checks/catalog.ts';
import type { Crafted, CraftRequest } from '../spec/craft.ts';
import type { Warning } from '../spec/events.ts';
import type { OwnShelf } from '../spec/own.ts';
import type { LocalData } from '../spec/ownImages.ts';
import type { SpecText } from '../spec/spec.ts';
import type { Plan } from '../spec/system/plan.ts';
import { type Assumptions, type System, usualSystem } from '../spec/system/settings.ts';
import { moved, type Policy, policyParams } from '../spec/thresholds/policy.ts';
import { type AlbumActions, albumActions, noDesk, noLocalData } from './album.ts';
import { certifyActions, preparedCertifications } from './certifyActions.ts';
import { compareActions } from './compareActions.ts';
import { shownReport } from './derived.ts';
import { editDraft, readDraft } from './draft.ts';
import { blankExtract, type ExtractActions, extractActions } from './extractActions.ts';
import type { CardChoice, Filter, LabFacts, Pair, Panel, Settings } from './labState.ts';
import { measureInto } from './measuring.ts';
import { memoryShelf } from './memoryShelf.ts';
import { type OwnActions, ownActions } from './owning.ts';
import type { PageId } from './pages.ts';
import { runInto } from './running.ts';
import { craftAll } from './saving.ts';
import { blankSpecimen, withDraft } from './specimen.ts';
import { type SpecimenActions, specimenActions } from './specimenActions.ts';
import { trainingActions } from './trainingActions.ts';
import type { TrainingText } from './trainingDraft.ts';
import { transferInto } from './transferring.ts';
import { memoryVault, type Vault } from './vault.ts';

export interface LabActions extends SpecimenActions, OwnActions, AlbumActions, ExtractActions {
  /** Changes one key of the draft; undefined returns it to its default. */
  edit(key: string, value: string | undefined): void;
  /** Puts a whole experiment into the form. */
  load(draft: SpecText): void;
  /** Runs the draft; nothing happens while it has problems. A run in progress is given up first. */
  start(): void;
  /** Ends the run and keeps what it found. */
  stop(): void;
  /** Returns the form to the last report's experiment, or to the defaults. */
  reset(): void;
  set(settings: Partial<Settings>): void;
  chooseEpsilon(epsilon: number): void;
  choosePair(pair: Pair): void;
  chooseFilter(filter: Filter): void;
  drawOthers(): void;
  inspect(image: number | undefined): void;
  show(panel: Panel | undefined): void;
  /** Opens the guide to the checks at one of them. */
  explain(check: CheckCode): void;
  goTo(page: PageId): void;
  /** Changes thresholds or prices. */
  setPolicy(part: Partial<Policy>): void;
  /** Moves one threshold; the other gives way rather than cross it. */
  moveThreshold(line: 'accept' | 'reject', to: number): void;
  chooseDefense(defense: string): void;
  /** Changes what stands around the model, and what is assumed of it. */
  setPlan(plan: Plan): void;
  assume(part: Partial<Assumptions>): void;
  setSystem(system: System): void;
  /** Changes what is on the card of the Report page. */
  setCard(part: Partial<CardChoice>): void;
  /** Attacks a few images of a report again. @throws {LabError} */
  craft(spec: SpecText, request: CraftRequest, signal: AbortSignal): Promise<Crafted>;
  notice(warning: Warning): void;
  dismissNotice(warning: Warning): void;
  reportBadLink(problems: readonly Problem[]): void;
  /** Pixels of every image of the cell on show, as an NPZ file; undefined when cancelled. @throws {LabError} */
  saveImages(): Promise<Uint8Array | undefined>;
  cancelSaving(): void;
  /** Finds out how fast the chosen model is here; nothing happens while something runs. */
  measureSpeed(): void;
  /** Measures a transfer matrix; one in progress is given up first. */
  measureTransfer(text: SpecText): void;
  stopTransfer(): void;
  /** Measures the defenses beside an experiment, one after the other; a comparison in progress is given up first. */
  compare(base: SpecText, epsilon: number): Promise<void>;
  /** Ends the comparison and keeps what it found. */
  stopCompare(): void;
  editCertify(key: string, value: string | undefined): void;
  /** Puts a whole certification into the form. */
  loadCertify(text: SpecText): void;
  /** Runs the form of the Certify page; nothing happens while it has problems. A run in progress is given up first. */
  certify(): Promise<void>;
  /** Ends the certification and keeps what it found. */
  stopCertify(): void;
  editTraining(key: string, value: string | undefined): void;
  /** Chooses what training begins with, and images that fit it. */
  startTrainingFrom(start: string): Promise<void>;
  /** Puts a whole training run into the form. */
  loadTraining(text: TrainingText): void;
  /** Trains a network; a run in progress is stopped first, and its best epoch kept. */
  train(recipe: Recipe): void;
  /** Goes on with the run that was stopped, here or on an earlier visit, after its last whole epoch. */
  resumeTraining(): Promise<void>;
  pauseTraining(paused: boolean): void;
  /** Ends the run; its best epoch becomes a trained model. */
  stopTraining(): void;
  /** Gives up a run that could be gone on from. */
  forgetTraining(): Promise<void>;
  forgetTrained(id: string): Promise<void>;
}

export type LabState = LabFacts & LabActions;
export type LabStore = StoreApi<LabState>;

export type Start = Pick<LabFacts, 'draft' | 'settings'> &
  Partial<LabFacts> & {
    readonly vault?: Vault;
    readonly ownShelf?: OwnShelf;
    readonly imageDesk?: ImageDesk;
    readonly localData?: LocalData;
  };

/** The facts of the page and what may happen to them. `now` is a clock in milliseconds. */
export function createLabStore(engine: Engine, start: Start, now: () => number = () => performance.now()): LabStore {
  const {
    vault = memoryVault(),
    ownShelf = memoryShelf(),
    imageDesk = noDesk,
    localData = noLocalData,
    ...facts
  } = start;
  const store: LabStore = createStore<LabState>()((set, get) => ({
    ...blank,
    ...facts,
    ...experimentActions({ set, get }),
    ...viewActions({ set, get }),
    ...specimenActions({ set, get }),
    ...engineActions({ engine, now, store: () => store }),
    ...ownActions({ engine, shelf: ownShelf, store: () => store }),
    ...albumActions({ desk: imageDesk, local: localData, store: () => store }),
    ...compareActions({ engine, store: () => store }),
    ...certifyActions({ engine, store: () => store }),
    ...trainingActions({ engine, vault, shelf: ownShelf, store: () => store }),
    ...extractActions({ engine, now, store: () => store }),
  }));
  engine.backend.then(
    (report) => store.setState({ backend: { kind: 'ready', report } }),
    (cause) => store.setState({ backend: { kind: 'failed', failure: failureOf(cause) } }),
  );
  engine.onSuccessor?.((report) => store.setState({ backend: { kind: 'ready', report } }));
  return store;
}

type Access = { readonly set: LabStore['setState']; readonly get: LabStore['getState'] };

const blank: Omit<LabFacts, 'draft' | 'settings'> = {
  ...blankExtract,
  spoken: 'en',
  page: 'evaluate',
  run: { kind: 'idle' },
  backend: { kind: 'starting' },
  epsilon: undefined,
  pair: undefined,
  policy: defaults(policyParams),
  thresholdDefense: undefined,
  system: usualSystem,
  card: { sources: [], profile: undefined, defense: undefined, comparedWith: undefined, failures: [] },
  filter: 'all',
  draw: 0,
  inspected: undefined,
  panel: undefined,
  explained: undefined,
  specimen: blankSpecimen,
  gallery: { pictures: new Map(), failure: undefined },
  transfer: { kind: 'idle' },
  comparing: { kind: 'idle' },
  certifying: { kind: 'idle' },
  certifyText: preparedCertifications.bounds,
  training: { kind: 'idle' },
  trainingText: {},
  trained: [],
  own: [],
  checking: { kind: 'none' },
  album: { kind: 'none' },
  local: { folder: '', sets: [] },
  linkProblems: [],
  notices: [],
  saving: undefined,
  speeds: {},
  measuring: false,
};

const experimentActions = ({ set, get }: Access) => ({
  edit: (key: string, value: string | undefined) => set(withDraft(get(), editDraft(get().draft, key, value))),
  load: (draft: SpecText) => set({ ...withDraft(get(), draft), linkProblems: [] }),
  reset: () => set({ draft: shownReport(get().run)?.spec ?? {}, linkProblems: [] }),
  reportBadLink: (problems: readonly Problem[]) => set({ linkProblems: problems }),
  notice: (warning: Warning) => set({ notices: [...get().notices, warning] }),
  dismissNotice: (warning: Warning) => set({ notices: get().notices.filter((known) => known !== warning) }),
});

const viewActions = ({ set, get }: Access) => ({
  set: (settings: Partial<Settings>) => set({ settings: { ...get().settings, ...settings } }),
  chooseEpsilon: (epsilon: number) => set({ epsilon }),
  choosePair: (pair: Pair) => set({ pair, draw: 0 }),
  chooseFilter: (filter: Filter) => set({ filter, draw: 0 }),
  drawOthers: () => set({ draw: get().draw + 1 }),
  inspect: (inspected: number | undefined) => set({ inspected }),
  show: (panel: Panel | undefined) => set({ panel, explained: undefined }),
  explain: (explained: CheckCode) => set({ panel: 'checks', explained }),
  setPolicy: (part: Partial<Policy>) => set({ policy: { ...get().policy, ...part } }),
  moveThreshold: (line: 'accept' | 'reject', to: number) => set({ policy: moved(get().policy, line, to) }),
  chooseDefense: (thresholdDefense: string) => set({ thresholdDefense }),
  setPlan: (plan: Plan) => set({ system: { ...get().system, plan } }),
  assume: (part: Partial<Assumptions>) =>
    set({ system: { ...get().system, assumed: { ...get().system.assumed, ...part } } }),
  setSystem: (system: System) => set({ system }),
  setCard: (part: Partial<CardChoice>) => set({ card: { ...get().card, ...part } }),
  goTo: (page: PageId) => set({ page, panel: undefined }),
});

function engineActions({ engine, now, store }: { engine: Engine; now: () => number; store: () => LabStore }) {
  let run: ReturnType<typeof runInto> | undefined;
  let saving: AbortController | undefined;
  let transfer: ReturnType<typeof transferInto> | undefined;
  return {
    start: () => {
      const reading = readDraft(store().getState().draft);
      if (reading.kind === 'invalid') return;
      run?.abandon();
      transfer?.stop();
      store().getState().stopStealing();
      run = runInto({ store: store(), engine, text: reading.text, now });
    },
    stop: () => run?.stop(),
    craft: (spec: SpecText, request: CraftRequest, signal: AbortSignal) => engine.craft(spec, request, { signal }),
    saveImages: async () => {
      saving?.abort();
      saving = new AbortController();
      return craftAll({ store: store(), engine, signal: saving.signal });
    },
    cancelSaving: () => saving?.abort(),
    measureSpeed: () => void measureInto(store(), engine),
    measureTransfer: (text: SpecText) => {
      transfer?.stop();
      transfer = transferInto(store(), engine, text);
    },
    stopTransfer: () => transfer?.stop(),
  };
}
