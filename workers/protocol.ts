import type { BackendReport, StartOptions } from '../src/core/backend.ts';
import type { ErrorCode } from '../src/core/errors.ts';
import type { Crafted, CraftRequest } from '../src/spec/craft.ts';
import type { RunEvent } from '../src/spec/events.ts';
import type { SpecText } from '../src/spec/spec.ts';

export type { BackendName, BackendReport, StartOptions } from '../src/core/backend.ts';

export const protocolVersion = 1;

/** Images `from` (inclusive) to `to` (exclusive). */
export interface ImageRange {
  readonly from: number;
  readonly to: number;
}

export type Request =
  | { readonly kind: 'start'; readonly id: number; readonly options: StartOptions }
  | { readonly kind: 'run'; readonly id: number; readonly spec: SpecText; readonly range: ImageRange }
  | { readonly kind: 'craft'; readonly id: number; readonly spec: SpecText; readonly request: CraftRequest }
  | { readonly kind: 'cancel'; readonly id: number };

export type Response =
  | { readonly kind: 'ready'; readonly version: number }
  | { readonly kind: 'event'; readonly id: number; readonly event: RunEvent }
  | { readonly kind: 'done'; readonly id: number; readonly result: BackendReport | Crafted | null }
  | {
      readonly kind: 'failed';
      readonly id: number;
      readonly error: { readonly code: ErrorCode; readonly message: string };
    }
  /** The worker can no longer compute (lost device); it should be replaced. */
  | { readonly kind: 'lost'; readonly reason: string };

/** The part of Worker, MessagePort and `self` that both ends need. */
export interface Endpoint {
  postMessage(message: unknown, transfer?: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  start?(): void;
}
