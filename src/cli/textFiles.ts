import { readFile, writeFile } from 'node:fs/promises';
import { LabError } from '../core/errors.ts';

/** @throws {LabError} `asset` that says what was expected there. */
export const readText = (file: string, expected: string): Promise<string> =>
  readFile(file, 'utf8').catch((cause) => {
    throw new LabError('asset', `${file}: expected ${expected}, got ${(cause as NodeJS.ErrnoException).code}`, {
      cause,
    });
  });

/** @throws {LabError} `asset` where the file cannot be written. */
export const writeText = (file: string, text: string): Promise<void> =>
  writeFile(file, text).catch((cause) => {
    throw new LabError('asset', `${file}: cannot be written (${(cause as NodeJS.ErrnoException).code})`, { cause });
  });
