import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { badFile } from './errors.ts';

/** Reads a whole file; the host decides where from. Rejects with a `LabError` that names the file. */
export type ReadBytes = (path: string) => Promise<Uint8Array>;

/**
 * SHA-256 in hexadecimal.
 *
 * Not `crypto.subtle`: browsers hide it on plain http, which is how a trainer serves the lab to a classroom.
 */
export const sha256Hex = (bytes: Uint8Array): string => bytesToHex(sha256(bytes));

/** @throws {LabError} `asset` when the bytes are not the ones that were published. */
export function verifySha256(where: string, bytes: Uint8Array, expected: string): void {
  const found = sha256Hex(bytes);
  if (found === expected) return;
  throw badFile(where, 'sha256', { expected, got: found });
}
