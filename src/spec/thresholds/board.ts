import type { Cell } from '../cells.ts';
import type { Report } from '../report.ts';
import { parseSpec } from '../spec.ts';
import { type Calibration, calibrate } from './calibration.ts';
import { type Answers, attackedAnswers, cleanAnswers, isRight } from './groups.ts';
import type { Policy } from './policy.ts';
import { type Ranked, rank } from './ranked.ts';
import { marginsOf, rulesFor, type Scale, scaleOf, scoresOf } from './score.ts';
import type { ScoreName } from './scoreNames.ts';

/** Some images and how sure the model is of each. */
export interface Scored {
  readonly answers: Answers;
  readonly scores: Float64Array;
  /** First minus second probability. */
  readonly margins: Float64Array;
  /** 1 where the answer is wrong. */
  readonly wrong: Uint8Array;
}

/** Images that are counted together. */
export interface Group {
  /** All of them by their score. */
  readonly all: Ranked;
  /** Those whose margin is large enough for auto-accept; `all` where no margin is asked for. */
  readonly eligible: Ranked;
}

/** One attack at one budget, or (`attack: 'worst'`) for each image the attack that serves the attacker best. */
export interface AttackGroup extends Group {
  readonly cell: Cell | (Omit<Cell, 'attack'> & { readonly attack: 'worst' });
}

/** Everything the thresholds page counts, sorted once; moving a threshold is a few binary searches. */
export interface Board {
  readonly defense: string;
  readonly calibration: Calibration;
  readonly clean: Group;
  readonly cleanRight: Group;
  readonly cleanWrong: Group;
  /** In the order of the plan; each budget with several attacks ends with its worst case. */
  readonly attacks: readonly AttackGroup[];
}

/** What a board depends on besides the report. */
export type Rule = Pick<Policy, 'rule' | 'margin'> & { readonly defense: string };

const boards = new WeakMap<Report, Map<string, Board>>();

/** What thresholds can be compared with on a report. */
export const rulesIn = (report: Report, defense: string): readonly ScoreName[] => rulesFor(report.clean[defense] ?? []);

/** The rule that is asked for; the highest probability where the report lacks what it needs. */
export const usableRule = (report: Report, defense: string, rule: ScoreName): ScoreName =>
  rulesIn(report, defense).includes(rule) ? rule : 'max';

/** The board of a report; its rule must be one of `rulesIn`. The same report and rule give the same board, so asking again costs nothing. */
export function boardOf(report: Report, rule: Rule): Board {
  const known = boards.get(report) ?? new Map<string, Board>();
  boards.set(report, known);
  const key = JSON.stringify([rule.defense, rule.rule, rule.margin]);
  const board = known.get(key) ?? makeBoard(report, rule);
  known.set(key, board);
  return board;
}

function makeBoard(report: Report, { defense, rule, margin }: Rule): Board {
  const { clean, calibration, attacks } = scoredOf(report, defense, rule);
  const rows = Array.from(clean.wrong, (_, i) => i);
  const cells = attacks.map(({ cell, scored }): AttackGroup => ({ cell, ...groupOf(scored, margin) }));
  return {
    defense,
    calibration,
    clean: groupOf(clean, margin),
    cleanRight: groupOf(
      some(clean, (i) => clean.wrong[i] === 0),
      margin,
    ),
    cleanWrong: groupOf(
      some(clean, (i) => clean.wrong[i] === 1),
      margin,
    ),
    attacks: cells.flatMap((group, i) => {
      const last = cells[i + 1]?.cell.epsilon !== group.cell.epsilon;
      const rivals = attacks.filter(({ cell }) => cell.epsilon === group.cell.epsilon);
      if (!last || group.cell.epsilon === null || rivals.length < 2 || rows.length === 0) return [group];
      return [group, worstGroup(rivals, margin)];
    }),
  };
}

interface ScoredAttack {
  readonly cell: Cell;
  readonly scored: Scored;
}

interface ScoredReport {
  readonly clean: Scored;
  readonly calibration: Calibration;
  readonly attacks: readonly ScoredAttack[];
}

const scoredReports = new WeakMap<Report, Map<string, ScoredReport>>();

/** Scores of every answer by one rule; worked out once. */
export function scoredOf(report: Report, defense: string, rule: ScoreName): ScoredReport {
  const known = scoredReports.get(report) ?? new Map<string, ScoredReport>();
  scoredReports.set(report, known);
  const key = `${defense}|${rule}`;
  const found = known.get(key) ?? scoreReport(report, defense, rule);
  known.set(key, found);
  return found;
}

function scoreReport(report: Report, defense: string, rule: ScoreName): ScoredReport {
  const answers = cleanAnswers(report, defense);
  const { seed } = parseSpec(report.spec);
  const calibration = calibrate(answers, seed);
  const scale = scaleOf(answers, seed, calibration.temperature);
  const scored = (given: Answers) => scoreAnswers(given, rule, scale);
  return {
    clean: scored(answers),
    calibration,
    attacks: attackedAnswers(report, defense).map((attack) => ({ cell: attack.cell, scored: scored(attack.answers) })),
  };
}

function scoreAnswers(answers: Answers, rule: ScoreName, scale: Scale): Scored {
  return {
    answers,
    scores: scoresOf(rule, answers, scale),
    margins: marginsOf(answers),
    wrong: Uint8Array.from({ length: answers.n }, (_, i) => Number(!isRight(answers, i))),
  };
}

type Bare = Omit<Scored, 'answers'>;

function some({ scores, margins, wrong }: Bare, wanted: (i: number) => boolean): Bare {
  const keep = (_: number, i: number) => wanted(i);
  return { scores: scores.filter(keep), margins: margins.filter(keep), wrong: wrong.filter(keep) };
}

function groupOf(scored: Bare, margin: number): Group {
  const all = rank(scored.scores, (i) => scored.wrong[i] === 1);
  if (margin === 0) return { all, eligible: all };
  const fit = some(scored, (i) => scored.margins[i]! >= margin);
  return { all, eligible: rank(fit.scores, (i) => fit.wrong[i] === 1) };
}

/** Over the images that every rival has been tried on. */
function worstGroup(rivals: readonly ScoredAttack[], margin: number): AttackGroup {
  const places = rivals.map(({ scored }) => new Map(Array.from(scored.answers.images, (image, row) => [image, row])));
  const shared = [...places[0]!.keys()].filter((image) => places.every((rows) => rows.has(image)));
  const chosen = shared.map((image) =>
    rivals
      .map(({ scored }, r) => outcomeAt(scored, places[r]!.get(image)!))
      .reduce((a, b) => (servesBetter(b, a, margin) ? b : a)),
  );
  const scored = {
    scores: Float64Array.from(chosen, ({ score }) => score),
    margins: Float64Array.from(chosen, (one) => one.margin),
    wrong: Uint8Array.from(chosen, ({ wrong }) => Number(wrong)),
  };
  const { defense, epsilon } = rivals[0]!.cell;
  const adaptive = rivals.some(({ cell }) => cell.adaptive);
  return { cell: { attack: 'worst', defense, adaptive, epsilon }, ...groupOf(scored, margin) };
}

interface Outcome {
  readonly score: number;
  readonly margin: number;
  readonly wrong: boolean;
}

const outcomeAt = ({ scores, margins, wrong }: Scored, row: number): Outcome => ({
  score: scores[row]!,
  margin: margins[row]!,
  wrong: wrong[row] === 1,
});

/** A wrong answer beats a right one, one that may be accepted beats one that may not; then the surer wrong or less sure right one. */
function servesBetter(a: Outcome, b: Outcome, margin: number): boolean {
  if (a.wrong !== b.wrong) return a.wrong;
  if (!a.wrong) return a.score < b.score;
  const [fitA, fitB] = [a.margin >= margin, b.margin >= margin];
  return fitA === fitB ? a.score > b.score : fitA;
}
