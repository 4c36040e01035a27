import type { BackendReport, StartOptions } from '../src/core/backend.ts';
import type { Failure } from '../src/core/errors.ts';
import type { Crafted, CraftRequest } from '../src/spec/craft.ts';
import type { RunEvent } from '../src/spec/events.ts';
import type { Landscape, LandscapeRequest, Looked } from '../src/spec/landscape.ts';
import type { Audited, AuditRequest, AuditStep, ExportFormat } from '../src/spec/own.ts';
import type { SpecText } from '../src/spec/spec.ts';
import type { Checkpoint } from '../src/training/checkpoint.ts';
import type { TrainEvent } from '../src/training/events.ts';
import type { TrainingImages } from '../src/training/images.ts';
import type { Start } from '../src/training/material.ts';
import type { GraphFiles, ModelFiles } from '../src/training/modelFiles.ts';
import type { Recipe } from '../src/training/recipe.ts';

export type { BackendName, BackendReport, Rejection, StartOptions } from '../src/core/backend.ts';
export type { Checkpoint } from '../src/training/checkpoint.ts';
export type { TrainEvent } from '../src/training/events.ts';
export type { GraphFiles, ModelFiles } from '../src/training/modelFiles.ts';
export type { Recipe } from '../src/training/recipe.ts';

export const protocolVersion = 8;

/** Images `from` (inclusive) to `to` (exclusive). */
export interface ImageRange {
  readonly from: number;
  readonly to: number;
}

/** What one member of a team is taught with. */
export interface Lesson {
  readonly recipe: Recipe;
  /** Absent where the worker can read them itself, and then `start` too: they ship with the lab, or the browser keeps them. */
  readonly images?: TrainingImages | undefined;
  readonly start?: Start | undefined;
  readonly resumeFrom?: Checkpoint | undefined;
  readonly rank: number;
  /** Ports to the other members by their rank; undefined in the place of this one. */
  readonly ports: readonly (MessagePort | undefined)[];
}

export type Request =
  | { readonly kind: 'start'; readonly id: number; readonly options: StartOptions }
  | { readonly kind: 'run'; readonly id: number; readonly spec: SpecText; readonly range: ImageRange }
  | { readonly kind: 'craft'; readonly id: number; readonly spec: SpecText; readonly request: CraftRequest }
  | { readonly kind: 'landscape'; readonly id: number; readonly spec: SpecText; readonly request: LandscapeRequest }
  | { readonly kind: 'look'; readonly id: number; readonly spec: SpecText; readonly images: readonly number[] }
  | { readonly kind: 'train'; readonly id: number; readonly lesson: Lesson }
  | { readonly kind: 'export'; readonly id: number; readonly recipe: Recipe; readonly checkpoint: Checkpoint }
  | { readonly kind: 'audit'; readonly id: number; readonly request: AuditRequest }
  | { readonly kind: 'convert'; readonly id: number; readonly model: string; readonly format: ExportFormat }
  | { readonly kind: 'hold'; readonly id: number; readonly held: boolean }
  | { readonly kind: 'cancel'; readonly id: number };

/** What a request comes to; null where its events say it all. */
export type Result =
  | BackendReport
  | Crafted
  | Landscape
  | Looked
  | Checkpoint
  | ModelFiles
  | GraphFiles
  | Audited
  | Uint8Array
  | null;

export type Response =
  | { readonly kind: 'ready'; readonly version: number }
  | { readonly kind: 'event'; readonly id: number; readonly event: RunEvent | TrainEvent | AuditStep }
  | { readonly kind: 'done'; readonly id: number; readonly result: Result }
  | { readonly kind: 'failed'; readonly id: number; readonly error: Failure }
  /** The worker can no longer compute (lost device); it should be replaced. */
  | { readonly kind: 'lost'; readonly reason: string };

/** The part of Worker, MessagePort and `self` that both ends need. */
export interface Endpoint {
  postMessage(message: unknown, transfer?: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  start?(): void;
}
