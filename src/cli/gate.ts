import { LabError } from '../core/errors.ts';
import { defaults } from '../core/params.ts';
import { comparedName } from '../i18n/compareWords.ts';
import { loadLanguage } from '../i18n/languages.ts';
import { speak } from '../i18n/voice.ts';
import { compareReports } from '../spec/robustness/compare.ts';
import { judgeGate } from '../spec/robustness/gate.ts';
import { type CardSources, makeCard } from '../spec/robustness/makeCard.ts';
import type { Source } from '../spec/robustness/sources.ts';
import { misfitOf } from '../spec/robustness/sources.ts';
import { policyParams } from '../spec/thresholds/policy.ts';
import { labVersion, profileIn, readEvaluationFile, readSources } from './cardSources.ts';
import { describeLevels } from './cardText.ts';
import { describeComparison } from './compare.ts';

/** What `epsilon gate` was asked for. */
export interface GateRequest {
  readonly files: readonly string[];
  readonly profile: string | undefined;
  readonly baseline: string | undefined;
  /** Level to hold; undefined takes that of the profile. */
  readonly level: number | undefined;
  readonly defense: string | undefined;
  readonly json: boolean;
}

/**
 * `epsilon gate`: whether every level up to the one asked for is passed, and nothing fell against the baseline. Says why
 * not, and resolves with whether the gate is open.
 *
 * @throws {LabError} `asset` for a report that cannot be trusted or does not belong to the first: a pipeline must not go
 * on as if it had not been there.
 */
export async function gateCommand({ files, baseline, defense, json, ...request }: GateRequest): Promise<boolean> {
  await loadLanguage('en');
  const sources = await readSources(files);
  const profile = await profileIn(request.profile);
  const before = baseline === undefined ? undefined : await readEvaluationFile(baseline);
  refuse(sources, before);
  const required = levelIn(
    request.level ?? profile.required,
    profile.levels.map(({ level }) => level),
  );
  const options = { profile, defense, policy: defaults(policyParams), version: labVersion, address: '', examples: [] };
  const card = makeCard(sources, { ...options, madeAt: new Date().toISOString() });
  const comparison = before && compareReports(before, sources[0]);
  const result = judgeGate(card, required, comparison);
  if (json) {
    process.stdout.write(`${JSON.stringify({ ...result, levels: card.levels, comparison }, null, 2)}\n`);
    return result.open;
  }
  const voice = speak('en');
  const missed = result.missed.map(({ level, verdict }) => `level ${level} ${voice.say(`rc.verdict.${verdict}`)}`);
  const fell = result.fell.map((row) => `${comparedName(row, sources[0].saved.spec, voice)} fell`);
  const verdict = result.open ? `open: level ${required} holds` : `shut: ${[...missed, ...fell].join('; ')}`;
  const parts = [
    describeLevels(card, voice),
    ...(comparison && before ? [describeComparison(comparison, before, voice)] : []),
  ];
  process.stdout.write(`${[...parts, `gate ${verdict}`].join('\n\n')}\n`);
  return result.open;
}

const refusals = {
  broken: 'expected a report as the lab wrote it, got one whose hash does not match: it was changed after it was saved',
  absent: 'expected a report with a hash, got one without: evaluate again, older reports and edited ones look alike',
  model: 'expected a report about the model of the first report, got one about another',
  data: 'expected a report about the images of the first report, got one about others',
} as const;

function refuse(sources: CardSources, before: Source | undefined): void {
  const [main] = sources;
  const bad = sources.flatMap((source) => {
    const misfit = misfitOf(source, main);
    return misfit ? [`${source.name}: ${refusals[misfit]}`] : [];
  });
  if (before && before.seal !== 'intact') bad.push(`${before.name}: ${refusals[before.seal]}`);
  if (bad.length > 0) throw new LabError('asset', bad.join('\n'));
}

function levelIn(wanted: number, known: readonly number[]): number {
  if (wanted === 0 || known.includes(wanted)) return wanted;
  throw new LabError('param', `--level: expected 0 or one of ${known.join(', ')}, got ${wanted}`);
}
