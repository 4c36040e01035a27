import { cardWords } from '../i18n/cardWords.ts';
import { type ProofTable, proofAbout, proofCheck, proofTables } from '../i18n/proofWords.ts';
import type { Voice } from '../i18n/voice.ts';
import type { RobustnessCard } from '../spec/robustness/cardSchema.ts';
import { alignTable } from './table.ts';

const left = (title: string) => ({ title, align: 'left' }) as const;

/** The card without tables of numbers: finding, levels, risks, measures, gaps and origin. */
export function describeCard(card: RobustnessCard, voice: Voice): string {
  const { say, model, defense } = voice;
  const words = cardWords(card, voice);
  const part = (title: string, lines: readonly string[]) => [title, ...lines.map((line) => `  ${line}`)].join('\n');
  return [
    `${say('rc.title', { model: model(card.model.id) })} · ${defense(card.defense)}`,
    words.finding,
    ...(words.doubt ? [words.doubt] : []),
    words.reached,
    ...proofTables(card).map((table) => part(say('rc.certified'), proofLines(table, card, voice))),
    describeLevels(card, voice),
    alignTable(
      [left(say('rc.threatName')), left(say('rc.rating')), left(say('rc.why'))],
      card.risks.map((risk) => [say(`rc.threat.${risk.threat}`), say(`rc.risk.${risk.rating}`), words.risk(risk)]),
    ),
    part(
      say('rc.duties'),
      card.duties.map((duty) => `${say(`rc.actor.${duty.actor}`)}: ${words.duty(duty)}`),
    ),
    part(
      say('rc.gaps'),
      card.gaps.map((gap) => say(`rc.gap.${gap}`)),
    ),
    part(say('rc.sources'), card.sources.map(words.source)),
    say('rc.notice'),
  ].join('\n\n');
}

function proofLines(table: ProofTable, card: RobustnessCard, voice: Voice): string[] {
  const { proof } = cardWords(card, voice);
  const own = card.certified.filter(({ source, row }) => source === table.source && row.norm === table.norm);
  const lines = table.rows.flatMap(({ proofs }) => proofs.map(proof));
  return [...lines, proofAbout(table, voice), proofCheck(own, voice).text];
}

/** Each level with its criteria, what was found, and the verdict. */
export function describeLevels(card: RobustnessCard, voice: Voice): string {
  const { say, language } = voice;
  const words = cardWords(card, voice);
  const rows = card.profile.levels.flatMap((level, i) => {
    const { verdict, criteria } = card.levels[i]!;
    const title = say('rc.level', { level: level.level, title: language === 'ja' ? level.title.ja : level.title.en });
    return [
      [title, say(`rc.verdict.${verdict}`), ''],
      ...level.criteria.map((criterion, j) => [
        `  ${words.criterion(criterion)}`,
        say(`rc.verdict.${criteria[j]!.verdict}`),
        words.found(criteria[j]!),
      ]),
    ];
  });
  return alignTable([left(say('rc.criterion')), left(say('rc.verdict')), left(say('rc.found'))], rows);
}
