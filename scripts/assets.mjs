// Builds what the app ships but git does not hold: the packed digits and the WebAssembly kernels. Fast when up to date.
import { buildKernels } from './build-kernels.mjs';
import { packMnist } from './pack-mnist.mjs';

packMnist();
await buildKernels();
