import { comparedHeads, comparedWords, comparisonFinding, comparisonMethod } from '../i18n/compareWords.ts';
import { loadLanguage } from '../i18n/languages.ts';
import { speak, type Voice } from '../i18n/voice.ts';
import { type Comparison, compareReports } from '../spec/robustness/compare.ts';
import type { Evaluation } from '../spec/robustness/sources.ts';
import { readEvaluationFile } from './cardSources.ts';
import { alignTable } from './table.ts';

/** What `epsilon compare` was asked for. */
export interface CompareRequest {
  readonly before: string;
  readonly after: string;
  readonly language: 'en' | 'ja';
  readonly json: boolean;
}

/** `epsilon compare`: what changed between two reports. @throws {LabError} `asset` for a bad file. */
export async function compareCommand({ before, after, language, json }: CompareRequest): Promise<void> {
  await loadLanguage(language);
  const [was, is] = [await readEvaluationFile(before), await readEvaluationFile(after)];
  const comparison = compareReports(was, is);
  const text = json ? JSON.stringify(comparison, null, 2) : describeComparison(comparison, was, speak(language));
  process.stdout.write(`${text}\n`);
}

/** Finding, caveats, table and what differs. */
export function describeComparison(comparison: Comparison, before: Evaluation, voice: Voice): string {
  const { say } = voice;
  const { rows, caveats, differences } = comparison;
  const heads = comparedHeads(voice).map((title) => ({ title, align: 'left' }) as const);
  const settings = differences.map((one) => [one.what, one.before || say('rc.usual'), one.after || say('rc.usual')]);
  const settingHeads = [say('rc.setting'), say('rc.before'), say('rc.after')];
  return [
    comparisonFinding(comparison, voice),
    ...caveats.map((caveat) => say(`rc.caveat.${caveat}`)),
    ...(rows.length > 0
      ? [
          alignTable(
            heads,
            rows.map((row) => comparedWords(row, before.saved.spec, voice)),
          ),
        ]
      : []),
    ...(settings.length > 0
      ? [
          alignTable(
            settingHeads.map((title) => ({ title, align: 'left' }) as const),
            settings,
          ),
        ]
      : []),
    comparisonMethod(comparison, voice),
  ].join('\n\n');
}
