import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { LabError } from '../core/errors.ts';

/** @throws {LabError} `asset` that says what was expected there. */
export const readText = (file: string, expected: string): Promise<string> =>
  readFile(file, 'utf8').catch((cause) => {
    throw new LabError('asset', `${file}: expected ${expected}, got ${(cause as NodeJS.ErrnoException).code}`, {
      cause,
    });
  });

/** @throws {LabError} `asset` where the file cannot be written. */
export const writeOut = (file: string, content: string | Uint8Array): Promise<void> =>
  writeFile(file, content).catch(unwritten(file));

/** The same, with the folders on the way. */
export const writeBelow = (file: string, content: string | Uint8Array): Promise<void> =>
  mkdir(dirname(file), { recursive: true }).then(() => writeOut(file, content), unwritten(file));

const unwritten = (file: string) => (cause: unknown) => {
  const { code } = cause as NodeJS.ErrnoException; // fs rejects with nothing else
  throw new LabError('asset', `${file}: cannot be written (${code})`, { cause });
};
