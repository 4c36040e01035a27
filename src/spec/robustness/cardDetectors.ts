import { detectionRows } from '../export/detectionRows.ts';
import { parseSpec } from '../spec.ts';
import { trustOf } from '../trust.ts';
import type { RobustnessCard } from './cardSchema.ts';
import type { Source } from './sources.ts';

/** What the detectors of the reports caught beside one defense, attack by attack. */
export function cardDetectors(sources: readonly (Source | undefined)[], wanted: string): RobustnessCard['detectors'] {
  return sources.flatMap((found, source) => {
    if (found?.kind !== 'evaluate') return [];
    const { norm } = parseSpec(found.report.spec);
    return detectionRows(found.report)
      .filter(({ defense }) => defense === wanted)
      .map(({ defense, ...row }) => ({
        source,
        norm,
        ...row,
        trust: trustOf({ ...row, defense }, found.saved.warnings),
      }));
  });
}
