import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { env, tidy } from '@tensorflow/tfjs-core';

const flag = 'WEBGPU_ENGINE_COMPILE_ONLY';

/**
 * Compiles every shader that `work` needs, all at the same time, instead of one after the other at first use. `work` runs
 * as if on the device, but nothing is computed: it must not wait for results. Nothing else may use the backend meanwhile.
 *
 * A shader that does not compile is left for its first use to complain about.
 */
export async function compileAhead(backend: WebGPUBackend, work: () => void): Promise<void> {
  env().set(flag, true);
  try {
    tidy(() => {
      work(); // whatever it returns is not wanted
    });
  } finally {
    env().set(flag, false);
  }
  try {
    await backend.checkCompileCompletionAsync();
  } catch {
    forgetUnfinished(backend);
  }
}

/** Takes promises out of the cache of the backend, which would take them for shaders. */
function forgetUnfinished(backend: WebGPUBackend): void {
  // a private member of tfjs 4.22
  const { pipelineCache } = backend as unknown as { pipelineCache: Record<string, unknown> };
  for (const [key, pipeline] of Object.entries(pipelineCache))
    if (pipeline instanceof Promise) delete pipelineCache[key];
}
