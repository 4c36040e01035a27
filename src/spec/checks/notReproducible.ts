import type { Report } from '../report.ts';
import { type Check, passed, raised, raisedOr } from './check.ts';

export const notReproducible: Check = ({ report }) => {
  const missing = missingFrom(report);
  const values = { missing: missing.join(', ') };
  return raisedOr(missing.length > 0 ? [raised({}, missing.length, values)] : [], passed(0));
};

const isHash = (text: string | undefined) => /^[0-9a-f]{64}$/.test(text ?? '');

/** What a saved report would lack. Settings and the seed are its `spec`, which could be read or there were no report. */
function missingFrom({ setting, startedAt }: Report): string[] {
  const parts: [string, boolean][] = [
    ['version', Boolean(setting?.version)],
    ['backend', Boolean(setting?.backend)],
    ['model-hash', isHash(setting?.model.sha256)],
    ['image-hash', isHash(setting?.dataset.sha256)],
    ['time', Boolean(startedAt)],
  ];
  return parts.filter(([, there]) => !there).map(([name]) => name);
}
