import { isMessageKey } from '../../i18n/messages.ts';
import type { Voice } from '../../i18n/voice.ts';
import type { Report } from '../../spec/report.ts';
import { cleanRatesOf, specOf } from '../../store/derived.ts';

/** Where numbers come from, in one line. */
export function provenance(report: Report, { say, model, count }: Voice): string {
  const { setting } = report;
  const spec = specOf(report);
  const backend = `backend.${setting?.backend ?? ''}`;
  const sha = setting?.model.sha256 ?? '';
  return say('provenance', {
    n: count(Math.max(0, ...Object.values(cleanRatesOf(report)).map(({ n }) => n))),
    seed: spec.seed,
    backend: isMessageKey(backend) ? say(backend) : (setting?.backend ?? ''),
    model: model(spec.model),
    sha: sha && `${sha.slice(0, 4)}…${sha.slice(-2)}`,
  });
}
