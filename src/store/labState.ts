import type { BackendReport } from '../core/backend.ts';
import type { Failure } from '../core/errors.ts';
import type { Learned } from '../core/learned.ts';
import type { Problem } from '../core/problems.ts';
import type { Cell } from '../spec/cells.ts';
import type { CheckCode } from '../spec/checks/catalog.ts';
import type { TraceStep } from '../spec/craft.ts';
import type { Warning } from '../spec/events.ts';
import type { OwnThing } from '../spec/own.ts';
import type { LocalFound } from '../spec/ownImages.ts';
import type { Report } from '../spec/report.ts';
import type { Profile } from '../spec/robustness/profile.ts';
import type { Source } from '../spec/robustness/sources.ts';
import type { SpecText } from '../spec/spec.ts';
import type { System } from '../spec/system/settings.ts';
import type { Policy } from '../spec/thresholds/policy.ts';
import type { AlbumState } from './album.ts';
import type { CertifyState } from './certifyActions.ts';
import type { CompareState } from './compareActions.ts';
import type { ExtractFacts } from './extractActions.ts';
import type { CheckingState } from './owning.ts';
import type { Pace } from './pace.ts';
import type { PageId } from './pages.ts';
import type { SpecimenState } from './specimen.ts';
import type { TrainedModel, TrainingState } from './training.ts';
import type { TrainingText } from './trainingDraft.ts';
import type { TransferState } from './transferring.ts';

export type Language = 'en' | 'ja';

/** Choices about the page, not about the experiment. */
export interface Settings {
  readonly language: Language;
  readonly theme: 'light' | 'dark';
  readonly size: 'normal' | 'large';
  /** Whether single letters act as shortcuts. */
  readonly shortcuts: boolean;
}

/** `previous` is the last report with numbers; it stays on the page until `report` has some of its own. */
export type RunState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly report: Report; readonly previous: Report | undefined; readonly pace: Pace }
  | { readonly kind: 'done'; readonly report: Report }
  | { readonly kind: 'stopped'; readonly report: Report; readonly previous: Report | undefined }
  | {
      readonly kind: 'failed';
      readonly report: Report;
      readonly previous: Report | undefined;
      readonly failure: Failure;
    };

export type BackendState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'ready'; readonly report: BackendReport }
  | { readonly kind: 'failed'; readonly failure: Failure };

export type Filter = 'all' | 'fooled' | 'held' | 'misclassified';

/** A cell without its budget: the pair whose images are on show. */
export type Pair = Omit<Cell, 'epsilon'>;

/** One attacked image with its pixels, as far as they were needed. */
export interface Picture {
  readonly image: number;
  readonly shape: readonly [number, number, number];
  readonly label: number;
  readonly clean: Float32Array;
  readonly adversarial: Float32Array;
  readonly cleanProbabilities: Float32Array;
  readonly adversarialProbabilities: Float32Array;
  readonly distance: number;
  /** What the attack had learned for all images. */
  readonly learned: Learned | undefined;
  /** Class the adversary wanted; −1 where any wrong one would do. */
  readonly target: number;
  readonly trace: readonly TraceStep[];
}

export interface GalleryState {
  /** By `pictureKey`. */
  readonly pictures: ReadonlyMap<string, Picture>;
  readonly failure: Failure | undefined;
}

export interface Progress {
  readonly done: number;
  readonly total: number;
}

/** What is open above the page. */
export type Panel = 'backend' | 'checks' | 'data' | 'export' | 'shortcuts';

/** What the reader puts on the card of the Report page besides the last run. */
export interface CardChoice {
  readonly sources: readonly Source[];
  /** Undefined is the standard one. */
  readonly profile: Profile | undefined;
  readonly defense: string | undefined;
  /** Name of the report that the main one is compared with. */
  readonly comparedWith: string | undefined;
  /** Files that could not be read, the last ones. */
  readonly failures: readonly Failure[];
}

export interface LabFacts extends ExtractFacts {
  readonly page: PageId;
  /** The experiment in the form; may be half typed. Settings of things not chosen are kept in case they come back. */
  readonly draft: SpecText;
  readonly run: RunState;
  readonly backend: BackendState;
  readonly settings: Settings;
  /** Language of the page: the chosen one as soon as its texts are there. */
  readonly spoken: Language;
  /** What the reader picked; what is shown follows from it and the report (see `choices.ts`). */
  readonly epsilon: number | undefined;
  readonly pair: Pair | undefined;
  /** Thresholds and prices of the Thresholds page, and the defense it shows. */
  readonly policy: Policy;
  readonly thresholdDefense: string | undefined;
  /** What stands around the model, on the same page. */
  readonly system: System;
  readonly card: CardChoice;
  readonly filter: Filter;
  /** Counts the random draws of images. */
  readonly draw: number;
  /** Position in the data set of the image in the dialog. */
  readonly inspected: number | undefined;
  readonly panel: Panel | undefined;
  /** The check that the guide was opened at. */
  readonly explained: CheckCode | undefined;
  /** One image under one attack, on the Inspect page. */
  readonly specimen: SpecimenState;
  readonly gallery: GalleryState;
  readonly transfer: TransferState;
  readonly comparing: CompareState;
  readonly certifying: CertifyState;
  /** The form of the next certification; may be half typed. */
  readonly certifyText: SpecText;
  readonly training: TrainingState;
  /** The form of the next training run. */
  readonly trainingText: TrainingText;
  /** Models that were trained here, on this visit or an earlier one. */
  readonly trained: readonly TrainedModel[];
  /** What the reader brought and this browser keeps. */
  readonly own: readonly OwnThing[];
  readonly checking: CheckingState;
  readonly album: AlbumState;
  /** Images that the server of the page found. */
  readonly local: LocalFound;
  /** What is wrong with the link the page was opened with. */
  readonly linkProblems: readonly Problem[];
  readonly notices: readonly Warning[];
  /** Saving the images of a cell. */
  readonly saving: Progress | undefined;
  /** Gradient steps × images per second, by backend, as measured here. */
  readonly speeds: Readonly<Record<string, number>>;
  /** The speed of the chosen model is being measured. */
  readonly measuring: boolean;
}
