import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  base: './', // any folder of any static host
  plugins: [react()],
  resolve: { dedupe: ['@tensorflow/tfjs-core'] }, // two copies would not share their backends
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0, // the content security policy forbids loading from data: addresses
  },
});
