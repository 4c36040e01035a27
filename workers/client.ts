import { LabError, unreachable } from '../src/core/errors.ts';
import type { Hold } from '../src/core/hold.ts';
import type { Crafted, CraftRequest } from '../src/spec/craft.ts';
import type { RunEvent } from '../src/spec/events.ts';
import type { Landscape, LandscapeRequest, Looked } from '../src/spec/landscape.ts';
import type { Audited, AuditRequest, AuditStep, ExportFormat } from '../src/spec/own.ts';
import type { SpecText } from '../src/spec/spec.ts';
import type { Checkpoint } from '../src/training/checkpoint.ts';
import type { TrainEvent } from '../src/training/events.ts';
import type { GraphFiles, ModelFiles } from '../src/training/modelFiles.ts';
import type { Recipe } from '../src/training/recipe.ts';
import {
  type BackendReport,
  type Endpoint,
  type ImageRange,
  type Lesson,
  protocolVersion,
  type Request,
  type Response,
  type Result,
  type StartOptions,
} from './protocol.ts';

/** What the one who asked for a training run gives to it; `hold` may be set and released while it goes on. */
export interface TrainHost {
  readonly signal: AbortSignal;
  readonly emit: (event: TrainEvent) => void;
  readonly hold?: Hold | undefined;
}

interface Pending {
  readonly emit: (event: RunEvent | TrainEvent | AuditStep) => void;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: LabError) => void;
}

type Ask = Request extends infer R
  ? R extends { kind: 'start' | 'run' | 'craft' | 'landscape' | 'look' | 'train' | 'export' | 'audit' | 'convert' }
    ? Omit<R, 'id'>
    : never
  : never;

/** One worker as a set of functions. */
export interface WorkerClient {
  start(options: StartOptions): Promise<BackendReport>;
  run(
    spec: SpecText,
    range: ImageRange,
    host: { readonly signal: AbortSignal; readonly emit: (event: RunEvent) => void },
  ): Promise<void>;
  craft(spec: SpecText, request: CraftRequest, signal: AbortSignal): Promise<Crafted>;
  landscape(spec: SpecText, request: LandscapeRequest, signal: AbortSignal): Promise<Landscape>;
  look(spec: SpecText, images: readonly number[], signal: AbortSignal): Promise<Looked>;
  /** Teaches as a member of a team; the ports of the lesson are handed over. */
  train(lesson: Lesson, host: TrainHost): Promise<Checkpoint>;
  /** The files of a network as it was at a checkpoint. */
  export(recipe: Recipe, checkpoint: Checkpoint, signal: AbortSignal): Promise<ModelFiles | GraphFiles>;
  audit(
    request: AuditRequest,
    host: { readonly signal: AbortSignal; readonly emit: (step: AuditStep) => void },
  ): Promise<Audited>;
  convert(model: string, format: ExportFormat, signal: AbortSignal): Promise<Uint8Array>;
  /** Rejects everything that is under way; for a worker that died or will not answer. */
  fail(reason: string): void;
  /** Resolves with the reason when the worker says that its device is gone. */
  readonly lost: Promise<string>;
}

/**
 * Speaks the protocol of `serve` over any endpoint: a worker, a message port, a thread.
 *
 * A protocol of our own, because progress, cancel and loss are the greater part of what is said here, and a remote
 * procedure library has a place for none of them.
 */
export function connect(endpoint: Endpoint): WorkerClient {
  const pending = new Map<number, Pending>();
  let greet: (version: number) => void;
  const greeting = new Promise<number>((resolve) => {
    greet = resolve;
  });
  let reportLoss: (reason: string) => void;
  const lost = new Promise<string>((resolve) => {
    reportLoss = resolve;
  });
  let lastId = 0;

  endpoint.addEventListener('message', ({ data }: MessageEvent<Response>) => {
    switch (data.kind) {
      case 'ready':
        return greet(data.version);
      case 'lost':
        return reportLoss(data.reason);
      case 'event':
        return pending.get(data.id)?.emit(data.event);
      case 'done':
        return pending.get(data.id)?.resolve(data.result);
      case 'failed':
        return pending.get(data.id)?.reject(LabError.revive(data.error));
      default:
        return unreachable(data);
    }
  });
  endpoint.start?.();

  async function ask(
    request: Ask,
    signal?: AbortSignal,
    emit: Pending['emit'] = () => undefined,
    { transfer = [], hold }: { transfer?: Transferable[]; hold?: Hold | undefined } = {},
  ) {
    const id = ++lastId;
    const tellHold = (held: boolean) => endpoint.postMessage({ kind: 'hold', id, held });
    const forget = hold?.watch(tellHold);
    const cancel = () => endpoint.postMessage({ kind: 'cancel', id });
    try {
      return await new Promise<Result>((resolve, reject) => {
        pending.set(id, { emit, resolve, reject });
        void greeting.then((theirs) => {
          if (theirs !== protocolVersion) {
            const message = `worker speaks protocol ${theirs}, page speaks ${protocolVersion}; reload the page`;
            return reject(new LabError('backend', message));
          }
          endpoint.postMessage({ ...request, id }, transfer);
          if (hold?.held()) tellHold(true);
          if (signal?.aborted) cancel();
          signal?.addEventListener('abort', cancel, { once: true });
        });
      });
    } finally {
      pending.delete(id);
      forget?.();
      signal?.removeEventListener('abort', cancel);
    }
  }

  // The protocol pairs each kind of request with its kind of result.
  return {
    start: (options) => ask({ kind: 'start', options }) as Promise<BackendReport>,
    run: async (spec, range, { signal, emit }) =>
      void (await ask({ kind: 'run', spec, range }, signal, emit as Pending['emit'])),
    craft: (spec, request, signal) => ask({ kind: 'craft', spec, request }, signal) as Promise<Crafted>,
    landscape: (spec, request, signal) => ask({ kind: 'landscape', spec, request }, signal) as Promise<Landscape>,
    look: (spec, images, signal) => ask({ kind: 'look', spec, images }, signal) as Promise<Looked>,
    train: (lesson, { signal, emit, hold }) => {
      const transfer = lesson.ports.filter((port) => port !== undefined);
      return ask({ kind: 'train', lesson }, signal, emit as Pending['emit'], {
        transfer,
        hold,
      }) as Promise<Checkpoint>;
    },
    export: (recipe, checkpoint, signal) =>
      ask({ kind: 'export', recipe, checkpoint }, signal) as Promise<ModelFiles | GraphFiles>,
    audit: (request, { signal, emit }) =>
      ask({ kind: 'audit', request }, signal, emit as Pending['emit']) as Promise<Audited>,
    convert: (model, format, signal) => ask({ kind: 'convert', model, format }, signal) as Promise<Uint8Array>,
    fail: (reason) => {
      for (const { reject } of pending.values()) reject(new LabError('internal', reason));
    },
    lost,
  };
}
