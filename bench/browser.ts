import type { Server } from 'node:http';
import { type Browser, chromium, type Page } from 'playwright-core';

/** What the scripts beside this folder lend to the benchmark. */
export interface Tools {
  findChrome(): Promise<string>;
  readonly launchArgs: readonly string[];
  serveFolder(folder: string, options: { port: number }): Promise<{ server: Server; address: string }>;
}

/** A browser with a profile of its own, closed in any case. */
export async function withPage<T>(
  { findChrome, launchArgs }: Tools,
  args: readonly string[],
  use: (page: Page, browser: Browser) => Promise<T>,
): Promise<T> {
  const browser = await chromium.launch({ executablePath: await findChrome(), args: [...launchArgs, ...args] });
  try {
    const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1280, height: 800 } });
    return await use(await context.newPage(), browser);
  } finally {
    await browser.close();
  }
}

/** A folder on a local port, with the headers that the app is served with. */
export async function withServer<T>(
  { serveFolder }: Tools,
  folder: string,
  use: (address: string) => Promise<T>,
): Promise<T> {
  const { server, address } = await serveFolder(folder, { port: 4700 });
  try {
    return await use(address);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

export const browserVersion = (tools: Tools): Promise<string> =>
  withPage(tools, [], async (_, browser) => browser.version());
