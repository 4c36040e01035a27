import { readFile } from 'node:fs/promises';
import {
  type Browser,
  type BrowserContextOptions,
  chromium,
  type Download,
  type Locator,
  type Page,
} from 'playwright-core';
import { expect, inject } from 'vitest';
import { launchArgs } from '../../scripts/chrome.mjs';

export const launch = (args: readonly string[] = []): Promise<Browser> =>
  chromium.launch({ executablePath: inject('chrome'), args: [...launchArgs, ...args] });

/** A page of a visitor who was never here before, and everything that must not happen on it. */
export interface Visit {
  readonly page: Page;
  /** Addresses outside the app that were asked for, and what the console and the page complained about. */
  readonly complaints: string[];
  close(): Promise<void>;
}

export interface VisitOptions extends BrowserContextOptions {
  /** Text after `#`. */
  readonly link?: string;
  /** Text after `?`. */
  readonly query?: string;
  /** Runs before the first request, to break something. */
  readonly prepare?: (page: Page) => Promise<unknown>;
}

export async function visit(
  browser: Browser,
  { link = '', query = '', prepare, ...options }: VisitOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1440, height: 1000 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  const address = inject('address');
  page.on('request', (request) => {
    if (!request.url().startsWith(address) && !/^(data|blob):/.test(request.url()))
      complaints.push(`request to ${request.url()}`);
  });
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`page error: ${error.message}`));
  await prepare?.(page);
  await page.goto(`${address}${query && `?${query}`}${link && `#${link}`}`);
  return { page, complaints, close: () => context.close() };
}

/** Visits, does something, and expects that nothing went wrong on the way. */
export async function onPage(browser: Browser, options: VisitOptions, act: (page: Page) => Promise<void>) {
  const { page, complaints, close } = await visit(browser, options);
  try {
    await act(page);
    expect(complaints).toEqual([]);
  } finally {
    await close();
  }
}

/** Waits until the run that was just asked for has come to its end, good or bad. */
export async function finished(page: Page): Promise<void> {
  const bar = page.locator('.runbar');
  await bar.waitFor({ state: 'attached', timeout: 5000 }).catch(() => undefined); // may be over already
  await bar.waitFor({ state: 'detached', timeout: 100_000 });
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' }); // numbers are drawn behind
}

/** What the browser saves when this is clicked. */
export async function downloaded(page: Page, button: Locator): Promise<Download> {
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  return download;
}

export const saved = async (page: Page, button: Locator): Promise<Buffer> =>
  readFile(await (await downloaded(page, button)).path());

/** What Export gives for one of its entries. */
export async function exported(page: Page, entry: string | RegExp): Promise<Buffer> {
  await page.getByRole('button', { name: /^(Export|書き出す)/ }).click();
  return saved(page, page.getByRole('menuitem', { name: entry }));
}

/** A run that takes a second or two on any machine. */
export const quickLink =
  'count=20&attack=fgsm,pgd&pgd.steps=4&pgd.stepSize=0.4&eps=0.1,0.2&defense=none,bits&adaptive=both';
