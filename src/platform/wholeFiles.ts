import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { LabError } from '../core/errors.ts';

/** A file's content, or undefined where there is no such file. */
export async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException; // fs rejects with nothing else
    if (code === 'ENOENT') return undefined;
    throw new LabError('asset', `${path}: cannot be read (${code})`, { cause });
  }
}

/** Writes a file so that whoever reads it meets the whole former content or the whole new one. Makes its folder. */
export async function replaceFile(path: string, bytes: Uint8Array): Promise<void> {
  const draft = `${path}.${randomUUID()}.draft`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(draft, bytes);
    await rename(draft, path);
  } catch (cause) {
    await rm(draft, { force: true }).catch(() => undefined); // the reason to report is the first one
    const { code } = cause as NodeJS.ErrnoException; // fs rejects with nothing else
    throw new LabError('asset', `${path}: cannot be written (${code})`, { cause });
  }
}
