// Measures speed in Node, in Chromium and of the page, prints one table and writes all numbers as JSON.
// Usage: npm run bench [-- --quick] [-- --help]
import { register } from 'tsx/esm/api';
import { findChrome, launchArgs } from './chrome.mjs';
import { serveFolder } from './static-server.mjs';

register();
const { main } = await import('../bench/main.ts');
process.exitCode = await main(process.argv.slice(2), { findChrome, launchArgs, serveFolder });
