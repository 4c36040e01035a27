import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { findChrome } from '../../scripts/chrome.mjs';
import { serveFolder } from '../../scripts/static-server.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    readonly address: string;
    readonly chrome: string;
  }
}

/** Serves the built app as `npm start` does and finds a browser. */
export default async function setup({ provide }: TestProject): Promise<() => void> {
  const dist = fileURLToPath(new URL('../../dist', import.meta.url));
  if (!existsSync(dist)) throw new Error('dist/ is missing: run npm run build first, or npm test, which does');
  const { server, address } = await serveFolder(dist, { port: 4500 });
  provide('address', address);
  provide('chrome', await findChrome());
  return () => {
    server.closeAllConnections();
    server.close();
  };
}
