// Takes the README's picture: the built page after the prepared experiment. Usage: node scripts/screenshot.mjs [en|ja]
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { findChrome, launchArgs } from './chrome.mjs';
import { serveFolder } from './static-server.mjs';

const [language = 'en'] = process.argv.slice(2);
const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const { server, address } = await serveFolder(at('dist'), { port: 4900 });
const browser = await chromium.launch({ executablePath: await findChrome(), args: launchArgs });
const page = await browser.newPage({ viewport: { width: 1280, height: 1180 }, locale: language });
await page.goto(address);
await page.locator('.runbar').waitFor();
await page.locator('.runbar').waitFor({ state: 'detached', timeout: 120_000 });
await page.locator('.trip canvas').first().waitFor();
await page.waitForTimeout(1000); // the last figure is drawn behind the numbers
await page.screenshot({ path: at(`docs/evaluate${language === 'en' ? '' : `.${language}`}.png`) });
await browser.close();
server.closeAllConnections();
server.close();
