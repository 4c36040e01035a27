import type { Crafted, CraftRequest } from '../src/spec/craft.ts';
import type { RunEvent } from '../src/spec/events.ts';
import type { Landscape, LandscapeRequest, Looked } from '../src/spec/landscape.ts';
import type { Audited, AuditRequest, AuditStep, ExportFormat } from '../src/spec/own.ts';
import type { SpecText } from '../src/spec/spec.ts';
import type { Checkpoint } from '../src/training/checkpoint.ts';
import type { GraphFiles, ModelFiles } from '../src/training/modelFiles.ts';
import type { Recipe } from '../src/training/recipe.ts';
import type { TrainHost } from './client.ts';
import type { BackendReport } from './protocol.ts';

/** A recipe, and where an earlier run of it stopped. */
export interface TrainingLesson {
  readonly recipe: Recipe;
  readonly resumeFrom?: Checkpoint | undefined;
}

/** What the page and the command line know of the engine; behind it stands one worker or a pool of them. */
export interface Engine {
  /** Chosen backend and its self-test; rejects with a `LabError` when no backend works. */
  readonly backend: Promise<BackendReport>;
  /** Calls back when another backend takes over in the middle of a run. */
  onSuccessor?(listener: (report: BackendReport) => void): void;
  /**
   * Resolves when the run ends. On abort it rejects with code `cancelled`; everything emitted until then stays valid.
   * Rejects with a `LabError` carrying the code of whatever went wrong.
   */
  run(spec: SpecText, host: { readonly signal: AbortSignal; readonly emit: (event: RunEvent) => void }): Promise<void>;
  /** Attacks a few images of one cell again and returns their pixels. */
  craft(spec: SpecText, request: CraftRequest, host: { readonly signal: AbortSignal }): Promise<Crafted>;
  /** The model's answers on a plane around one image, and under random noise. */
  landscape(spec: SpecText, request: LandscapeRequest, host: { readonly signal: AbortSignal }): Promise<Landscape>;
  /** Clean images of the experiment's set, by position. */
  look(spec: SpecText, images: readonly number[], host: { readonly signal: AbortSignal }): Promise<Looked>;
  /**
   * Trains a network on images that ship with the lab or that this browser keeps, with all workers this backend takes. Resolves with the last epoch,
   * or the best where the recipe stops early. On abort it rejects with code `cancelled`; every checkpoint emitted until
   * then can be gone on from, or exported. `hold` pauses it.
   */
  train(lesson: TrainingLesson, host: TrainHost): Promise<Checkpoint>;
  /** The files of a model, from a checkpoint of its training. */
  exportModel(
    recipe: Recipe,
    checkpoint: Checkpoint,
    host: { readonly signal: AbortSignal },
  ): Promise<ModelFiles | GraphFiles>;
  /** What a model of the reader's is, and what it says about a few images. Keeps nothing. */
  audit(
    request: AuditRequest,
    host: { readonly signal: AbortSignal; readonly emit: (step: AuditStep) => void },
  ): Promise<Audited>;
  /** A model of the lab or of the reader's as one file. */
  convert(model: string, format: ExportFormat, host: { readonly signal: AbortSignal }): Promise<Uint8Array>;
  /** Ends the workers. */
  close(): void;
}
