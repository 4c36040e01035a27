import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { buildKernels } from './scripts/build-kernels.mjs';
import { packMnist } from './scripts/pack-mnist.mjs';

/** No page without the digits, or with kernels older than their sources, whoever calls Vite. */
const assets: Plugin = {
  name: 'assets',
  async buildStart() {
    packMnist();
    await buildKernels();
  },
};

export default defineConfig({
  base: './', // any folder of any static host
  plugins: [assets, react()],
  resolve: { dedupe: ['@tensorflow/tfjs-core'] }, // two copies would not share their backends
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false }, // every browser with WebAssembly SIMD knows it by itself
    assetsInlineLimit: 0, // the content security policy forbids loading from data: addresses
  },
});
