import { openDB } from 'idb';
import type { ExtractReport } from '../spec/extractReport.ts';

const version = 1; // of the stored form; runs of another version are left alone

const runs = () => openDB('epsilon-lab-extract', 1, { upgrade: (db) => void db.createObjectStore('runs') });

/** Runs of earlier visits, newest first; none where the browser keeps nothing. */
export async function keptRuns(): Promise<readonly ExtractReport[]> {
  try {
    const found = await (await runs()).get('runs', 'all');
    return found?.version === version ? (found.reports as readonly ExtractReport[]) : [];
  } catch {
    return []; // storage is a convenience
  }
}

export async function keepRuns(reports: readonly ExtractReport[]): Promise<void> {
  try {
    await (await runs()).put('runs', { version, reports }, 'all');
  } catch {
    // storage is a convenience
  }
}
