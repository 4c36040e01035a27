/**
 * The only module outside `src/kernels` that may import TensorFlow.js.
 *
 * Importing tfjs-layers registers every op gradient; tfjs-core alone cannot differentiate. No backend is chosen here:
 * that is the host's decision (`src/platform`).
 */
import * as layers from '@tensorflow/tfjs-layers';

export * from '@tensorflow/tfjs-core';
export { layers };
