import type { KernelChoice } from './kernelForms.ts';

export const backendNames = ['webgpu', 'webgl', 'wasm', 'cpu'] as const;
export type BackendName = (typeof backendNames)[number];

/** A backend that was not taken, and why. */
export interface Rejection {
  readonly backend: BackendName;
  readonly reason: string;
}

/**
 * `ours` are the fastest of our kernels; on WebAssembly they may round otherwise on another processor, where `simd` gives
 * the same bits on all. `stock` leaves those of TensorFlow.js.
 */
export const kernelNames = ['ours', 'simd', 'stock'] as const;
export type KernelName = (typeof kernelNames)[number];

export interface StartOptions {
  /** Take this backend or fail; undefined lets the worker choose. */
  readonly backend?: BackendName | undefined;
  /** Absent for what the host prefers. */
  readonly kernels?: KernelName | undefined;
  /** Backends that have failed before and are not tried again. */
  readonly avoid?: readonly Rejection[] | undefined;
}

/** One case of the start-up self-test: largest relative error found, and what is allowed. */
export interface CanaryCheck {
  readonly name: 'forward' | 'gradient' | 'finite-difference' | 'alive' | 'repeatable';
  readonly error: number;
  readonly limit: number;
}

/** What the start-up check of a backend found. */
export interface BackendReport {
  readonly backend: BackendName;
  /** Name of the graphics adapter, or of the kernels in use on the processor. */
  readonly adapter: string;
  readonly checks: readonly CanaryCheck[];
  /** Backends that were tried before this one, and why they were not taken. */
  readonly rejected: readonly Rejection[];
  /** Why our own kernels could not be installed; undefined when they serve, or the backend has none. */
  readonly stockKernels: string | undefined;
  /** Why the fastest of our kernels could not, where slower ones of ours serve. */
  readonly slowerKernels?: string | undefined;
  /** Programs chosen for this adapter; absent where there is nothing to choose. */
  readonly choice?: KernelChoice | undefined;
  /** Images per batch that keep it busy: measured for a graphics adapter, else the usual number. */
  readonly batch: number;
}

/** Images per batch where nothing was measured: enough to keep the device busy, and caches warm on a processor. */
export const usualBatches: Readonly<Record<BackendName, number>> = { webgpu: 128, webgl: 64, wasm: 25, cpu: 8 };

export const isGraphics = (backend: BackendName): boolean => backend === 'webgpu' || backend === 'webgl';
