import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { gzipSync } from 'node:zlib';

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
};
const compressible = new Set(['.html', '.js', '.css', '.json', '.svg', '.wasm']);

/**
 * Nothing may come from elsewhere, no script may be inline, and the page is isolated from every other one. Styles may be
 * inline because Observable Plot writes a style element into each chart.
 */
const headers = {
  'Content-Security-Policy': [
    "default-src 'self'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};

/**
 * Serves a folder on `host`, at `port` or the next free one after it. Resolves with the server and its address. `local`
 * tells which images are on this computer at the moment; nothing else outside of the folder can be asked for.
 *
 * @param {string} folder
 * @param {{ port?: number, host?: string, local?: () => { list: object, files: Map<string, string> } }} options
 */
export async function serveFolder(folder, { port = 4173, host = '127.0.0.1', local } = {}) {
  const compressed = new Map();
  const server = createServer((request, response) => {
    const there = local && pathOf(request.url ?? '/').startsWith('/local/') ? local() : undefined;
    if (there && pathOf(request.url) === '/local/list.json')
      return respond(
        response,
        200,
        { 'Content-Type': types['.json'], 'Cache-Control': 'no-cache' },
        JSON.stringify(there.list),
      );
    const path = there ? there.files.get(pathOf(request.url)) : fileFor(folder, request.url ?? '/');
    if (!path) return respond(response, 404, { 'Content-Type': 'text/plain' }, 'not found');
    const extension = extname(path);
    const head = {
      'Content-Type': types[extension] ?? 'application/octet-stream',
      // The bundler puts a hash into the names below assets/; nothing else may be kept without asking.
      'Cache-Control': path.includes(`${sep}assets${sep}`) ? 'public, max-age=31536000, immutable' : 'no-cache',
    };
    const gzip = compressible.has(extension) && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
    if (!gzip) {
      response.writeHead(200, { ...headers, ...head, 'Content-Length': statSync(path).size });
      return request.method === 'HEAD' ? response.end() : createReadStream(path).pipe(response);
    }
    if (!compressed.has(path)) compressed.set(path, gzipSync(readFileSync(path)));
    return respond(
      response,
      200,
      { ...head, 'Content-Encoding': 'gzip', Vary: 'Accept-Encoding' },
      compressed.get(path),
    );
  });
  const taken = await listen(server, port, host);
  return { server, address: `http://${host === '0.0.0.0' ? 'localhost' : host}:${taken}/` };
}

function respond(response, status, head, body) {
  response.writeHead(status, { ...headers, ...head, 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}

/** The file a request means; undefined when there is none or the path leads out of the folder. */
function fileFor(folder, url) {
  const path = normalize(join(folder, pathOf(url)));
  const inside = path === normalize(folder) || path.startsWith(normalize(folder + sep));
  if (!inside) return undefined;
  const file = path.endsWith(sep) || path === normalize(folder) ? join(path, 'index.html') : path;
  return existsSync(file) && statSync(file).isFile() ? file : undefined;
}

function pathOf(url) {
  try {
    return decodeURIComponent(new URL(url, 'http://localhost').pathname);
  } catch {
    return '/\0'; // no file has this name
  }
}

function listen(server, port, host) {
  return new Promise((resolve, reject) => {
    const attempt = (candidate) => {
      server.once('error', (error) =>
        error.code === 'EADDRINUSE' && candidate < port + 50 ? attempt(candidate + 1) : reject(error),
      );
      server.listen(candidate, host, () => resolve(server.address().port));
    };
    attempt(port);
  });
}
