import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { LabError } from '../core/errors.ts';
import type { OfferedFile } from '../datasets/fetchable.ts';
import { readIfThere, replaceFile } from './wholeFiles.ts';

export type Fetched = 'there' | 'verified' | 'recorded';

/**
 * Brings one file into `root/folder` and tells how far it can be trusted: it was there, it has the hash that is known,
 * or nobody knows one and its own was written down in `root/lock.json`, which later downloads have to match.
 *
 * What was loaded before an interruption is kept beside it and continued where the server allows (RFC 9110, sec. 14).
 * @throws {LabError} `asset` when no address gives the file, or another one.
 */
export async function download(
  file: OfferedFile,
  { root, folder }: { readonly root: string; readonly folder: string },
  signal: AbortSignal,
): Promise<Fetched> {
  const path = join(root, folder, file.name);
  const lock = await readLock(root);
  const key = `${folder}/${file.name}`;
  const wanted = file.sha256 ?? lock[key];
  if (await sizeOf(path)) return 'there';
  const part = `${path}.part`;
  await mkdir(dirname(path), { recursive: true });
  await loadFromAny(file.addresses, part, signal);
  const found = await hashOf(part);
  if (wanted && found !== wanted) {
    await rm(part);
    throw new LabError('asset', `${path}: expected sha256 ${wanted}, got ${found}; it was thrown away, fetch it again`);
  }
  if (!wanted) await writeLock(root, { ...lock, [key]: found });
  await rename(part, path);
  return wanted ? 'verified' : 'recorded';
}

async function loadFromAny(addresses: readonly string[], part: string, signal: AbortSignal): Promise<void> {
  const failures: string[] = [];
  for (const address of addresses) {
    try {
      await load(address, part, signal);
      return;
    } catch (error) {
      signal.throwIfAborted();
      failures.push(`${address}: ${reasonOf(error)}`);
    }
  }
  const kept = (await sizeOf(part)) > 0 ? '; what came so far is kept and will be continued' : '';
  throw new LabError('asset', `${failures.join('\n')}\ncheck the connection and fetch it again${kept}`);
}

/** Appends what is missing; begins anew where the server cannot continue. */
async function load(address: string, part: string, signal: AbortSignal): Promise<void> {
  const from = await sizeOf(part);
  const response = await fetch(address, { signal, headers: from > 0 ? { range: `bytes=${from}-` } : {} });
  if (response.status === 416) {
    await rm(part); // longer than the file: it was another one
    return load(address, part, signal);
  }
  if (!response.ok || !response.body) throw new Error(`HTTP ${response.status}`);
  const continues = response.status === 206 && response.headers.get('content-range')?.startsWith(`bytes ${from}-`);
  const body = Readable.fromWeb(response.body as ReadableStream); // the DOM's type and Node's are the same stream
  await pipeline(body, createWriteStream(part, { flags: continues ? 'a' : 'w' }), { signal });
}

/** Node hides why behind `fetch failed`. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error; // fetch and streams reject with nothing else
  const { code } = (cause ?? {}) as NodeJS.ErrnoException;
  return code ? `${message} (${code})` : message;
}

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined);
  return found?.size ?? 0;
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

const lockPath = (root: string) => join(root, 'lock.json');

async function readLock(root: string): Promise<Readonly<Record<string, string>>> {
  const bytes = await readIfThere(lockPath(root));
  try {
    return bytes ? (JSON.parse(new TextDecoder().decode(bytes)) as Record<string, string>) : {};
  } catch (cause) {
    throw new LabError('asset', `${lockPath(root)}: expected JSON; delete it to trust the files anew`, { cause });
  }
}

const writeLock = (root: string, lock: Readonly<Record<string, string>>) =>
  replaceFile(lockPath(root), new TextEncoder().encode(`${JSON.stringify(lock, null, 2)}\n`));
