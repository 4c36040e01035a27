// Serves the built app and opens it where there is a display.
// Images in the folder that EPSILON_DATA names, or in the user's cache, are listed and served below local/.
// Usage: npm start [-- --port 8080] [-- --host 0.0.0.0], the latter to let other computers in.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findLocalData } from './local-data.mjs';
import { serveFolder } from './static-server.mjs';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4173' },
    host: { type: 'string', default: '127.0.0.1' },
    'no-open': { type: 'boolean' },
  },
});
const { address } = await serveFolder(fileURLToPath(new URL('../dist', import.meta.url)), {
  port: Number(values.port),
  host: values.host,
  local: findLocalData,
});
console.log(`\nEpsilon Lab runs at ${address}\nStop it with Ctrl-C.`);
if (!values['no-open']) open(address);

function open(url) {
  const [command, ...args] = {
    darwin: ['open', url],
    win32: ['cmd', '/c', 'start', '', url],
  }[process.platform] ?? ['xdg-open', url];
  const display =
    process.platform === 'darwin' || process.platform === 'win32' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (!display) return;
  spawn(command, args, { stdio: 'ignore', detached: true })
    .on('error', () => undefined) // no opener installed: the address is printed anyway
    .unref();
}
