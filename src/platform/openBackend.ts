import {
  type BackendName,
  type BackendReport,
  type Rejection,
  type StartOptions,
  usualBatches,
} from '../core/backend.ts';
import { LabError } from '../core/errors.ts';
import type { KernelChoice } from '../core/kernelForms.ts';
import { canary, failedCheck } from '../engine/canary.ts';
import { repairAvgPoolGradient } from '../kernels/avgPoolGradient.ts';
import { addDilatedGradients } from '../kernels/dilatedGradient.ts';

/** A backend that is selected and ready, before its self-test. */
export interface OpenBackend {
  readonly adapter: string;
  readonly stockKernels?: string | undefined;
  readonly slowerKernels?: string | undefined;
  readonly choice?: KernelChoice | undefined;
  /** Images per batch that keep the adapter busy, where that was measured. */
  readonly batch?: number | undefined;
  /** Resolves once the work handed over so far is done; absent where operations finish before they return. */
  readonly drain?: () => Promise<void>;
  /** How many images fit the memory at once, up to `most`; see `Env.fitBatch`. */
  readonly fitBatch?: (gradientOf: (images: number) => void, most: number) => Promise<number>;
  /** Resolves with the reason when the device is gone or has reported an error that spoils results. */
  readonly lost?: Promise<string>;
}

/** Opens one backend or rejects with the reason why it cannot serve here. */
export type Opener = (options: StartOptions) => Promise<OpenBackend>;

/**
 * Takes the first backend of `order` that opens and passes the self-test; with `options.backend`, that one or none.
 *
 * @throws {LabError} `backend`, with the reason of every refusal, when none is left.
 */
export async function openBackend(
  order: readonly BackendName[],
  openers: Partial<Record<BackendName, Opener>>,
  options: StartOptions,
): Promise<OpenBackend & { readonly report: BackendReport }> {
  repairAvgPoolGradient();
  addDilatedGradients();
  const rejected: Rejection[] = [...(options.avoid ?? [])];
  const spoiled = new Set(rejected.map(({ backend }) => backend));
  for (const backend of options.backend ? [options.backend] : order) {
    if (spoiled.has(backend)) continue;
    try {
      const opener = openers[backend];
      if (!opener) throw new LabError('backend', 'not available on this host');
      const open = await opener(options);
      const checks = await Promise.race([canary(), failure(open.lost)]);
      const failed = failedCheck(checks);
      if (failed)
        throw new LabError(
          'backend',
          `self-test ${failed.name}: error ${failed.error.toExponential(1)}, limit ${failed.limit}`,
        );
      const { adapter, stockKernels, slowerKernels, choice, batch = usualBatches[backend] } = open;
      return { ...open, report: { backend, adapter, checks, rejected, stockKernels, slowerKernels, choice, batch } };
    } catch (error) {
      rejected.push({ backend, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  const reasons = rejected.map(({ backend, reason }) => `${backend}: ${reason}`).join('\n');
  throw new LabError('backend', `no backend can compute correct gradients here\n${reasons}`);
}

/** Rejects when the device is gone, which answers no question any more. */
const failure = async (lost: Promise<string> = new Promise(() => undefined)): Promise<never> => {
  throw new LabError('backend', await lost);
};
