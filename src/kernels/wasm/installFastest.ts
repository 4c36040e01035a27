import { installWasmKernels, type KernelVariant, type LoadKernelModule } from './install.ts';

export interface Installed {
  /** Undefined where the stock kernels serve. */
  readonly variant: KernelVariant | undefined;
  /** Why faster variants do not, the fastest first. */
  readonly refusals: readonly string[];
  uninstall(): void;
}

/**
 * Installs the first of `variants` that can be, and the stock kernels stay if none can: the engine may lack a feature, and
 * a file may be blocked or damaged. Differs between variants by rounding only.
 */
export async function installFastest(load: LoadKernelModule, variants: readonly KernelVariant[]): Promise<Installed> {
  const refusals: string[] = [];
  for (const variant of variants) {
    try {
      const uninstall = await installWasmKernels(load, { variant });
      return { variant, refusals, uninstall };
    } catch (error) {
      refusals.push(`${variant}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { variant: undefined, refusals, uninstall: () => undefined };
}
