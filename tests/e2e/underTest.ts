import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { build, type Rolldown } from 'vite';
import { inject } from 'vitest';

/** A blank page of the app's origin with the exports of a module of the tests in `window.underTest`. */
export async function pageWith(browser: Browser, module: string): Promise<Page> {
  const page = await browser.newPage();
  const address = `${inject('address')}under-test.html`;
  await page.route(address, (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }));
  await page.goto(address);
  await page.evaluate(await bundle(module)); // not a script element, since the page has no policy that allows one
  return page;
}

async function bundle(module: string): Promise<string> {
  const outputs = (await build({
    configFile: false,
    logLevel: 'error',
    resolve: { dedupe: ['@tensorflow/tfjs-core'] }, // two copies would not share their backends
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      minify: false,
      lib: { entry: fileURLToPath(new URL(module, import.meta.url)), name: 'underTest', formats: ['iife'] },
    },
  })) as Rolldown.RolldownOutput[];
  const { code } = outputs[0]!.output[0];
  return `${code}\nwindow.underTest = underTest;`;
}
