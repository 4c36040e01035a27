import type { Voice } from '../i18n/voice.ts';
import type { Report } from '../spec/report.ts';
import { chosenCell } from '../store/choices.ts';
import { shownReport } from '../store/derived.ts';
import type { LabStore } from '../store/labStore.ts';
import { saveFile } from './saveFile.ts';

export const exportKinds = ['json', 'csv', 'svg', 'png', 'npz'] as const;
export type ExportKind = (typeof exportKinds)[number];

/** Writes one kind of file from the report on the page. @throws {LabError} when the engine cannot make the images */
export async function exportFile(kind: ExportKind, store: LabStore, voice: Voice): Promise<void> {
  const report = shownReport(store.getState().run);
  if (!report) return;
  const name = `${fileStem(report)}.${kind}`;
  switch (kind) {
    case 'json': {
      const { reportJson } = await import('../spec/export/reportJson.ts');
      return saveFile(name, 'application/json', reportJson(report));
    }
    case 'csv': {
      const { reportCsv } = await import('../spec/export/reportCsv.ts');
      return saveFile(name, 'text/csv;charset=utf-8', reportCsv(report));
    }
    case 'svg':
    case 'png': {
      const { chartPng, chartSvg } = await import('./chart/chartFile.ts');
      if (kind === 'svg') return saveFile(name, 'image/svg+xml', chartSvg(report, voice));
      return saveFile(name, 'image/png', await chartPng(report, voice));
    }
    case 'npz': {
      const cell = chosenCell(store.getState(), report);
      const bytes = await store.getState().saveImages();
      const suffix = cell
        ? `-${cell.attack}-${cell.defense.replace('+', '-')}${cell.epsilon === null ? '' : `-${cell.epsilon}`}`
        : '';
      if (bytes) saveFile(`${fileStem(report)}${suffix}.npz`, 'application/zip', bytes as Uint8Array<ArrayBuffer>); // never shared
    }
  }
}

/** `epsilon-mnist-cnn-2026-01-31`: what was attacked, and when. */
function fileStem(report: Report): string {
  const day = report.startedAt?.slice(0, 10);
  return ['epsilon', report.setting?.model.id, day].filter((part) => part !== undefined).join('-');
}
