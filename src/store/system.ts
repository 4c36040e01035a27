import type { Report } from '../spec/report.ts';
import type { SpecText } from '../spec/spec.ts';
import { assessSystem } from '../spec/system/assess.ts';
import type { System } from '../spec/system/settings.ts';
import { comparable } from '../spec/transferSpec.ts';
import { specOf } from './derived.ts';
import type { ThresholdView } from './thresholds.ts';

/** The system around the model at the thresholds on show. `chosen` is the second model that the reader picked. */
export const systemView = ({ report, board, policy, attacks }: ThresholdView, system: System, chosen?: string) =>
  assessSystem({
    report,
    defense: board.defense,
    policy,
    system,
    groups: attacks,
    seconds: specOf(report).seconds,
    chosen,
  });

/** Models that could be shown the images of a report and were not. */
export function otherModels(report: Report): readonly string[] {
  const { model, seconds } = specOf(report);
  return comparable(model).filter((name) => name !== model && !seconds.includes(name));
}

/** The same experiment with one more model that is shown its images; the same seed crafts the same ones. */
export const withSecond = (report: Report, name: string): SpecText => ({
  ...report.spec,
  second: [...specOf(report).seconds, name].join(','),
});
