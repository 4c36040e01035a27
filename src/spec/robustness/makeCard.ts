import type { AttackId } from '../../attacks/catalog.ts';
import { LabError } from '../../core/errors.ts';
import { chainName } from '../../defenses/catalog.ts';
import { checkCards } from '../checks/catalog.ts';
import { writeLink } from '../link.ts';
import { parseSpec } from '../spec.ts';
import type { Policy } from '../thresholds/policy.ts';
import { cardDetectors } from './cardDetectors.ts';
import type { CardEvidence, CardExample, CardMeasure, CardProof, RobustnessCard } from './cardSchema.ts';
import { dutiesOf } from './duties.ts';
import { type CertifiedFinding, cleanOf, type Finding, findingsOf, type Measure } from './findings.ts';
import { gapsOf } from './gaps.ts';
import { type Handling, handlingOf } from './handling.ts';
import { type JudgedLevel, judgeLevels, reachedLevel } from './levels.ts';
import { budgetFor, type Profile, profileHash } from './profile.ts';
import { type Risk, risksOf } from './risks.ts';
import { type Evaluation, misfitOf, type Source } from './sources.ts';

/** What a card is made of besides its reports. */
export interface CardOptions {
  readonly profile: Profile;
  readonly policy: Policy;
  /** Of the main report; its first where it is undefined or the report lacks it. */
  readonly defense: string | undefined;
  /** Version of this lab, and the time. */
  readonly version: string;
  readonly madeAt: string;
  /** Of the page, without what follows `#`; empty where nobody knows it. */
  readonly address: string;
  readonly examples: readonly CardExample[];
}

/** Reports that a card is made from: the first is the main one, and has to be an evaluation. */
export type CardSources = readonly [Evaluation, ...Source[]];

/** @throws {LabError} `asset` where the first report is no evaluation. */
export function cardSources(sources: readonly Source[]): CardSources {
  const [first, ...others] = sources;
  if (first?.kind === 'evaluate') return [first, ...others];
  const got = first ? `one of epsilon ${first.kind}` : 'none';
  throw new LabError('asset', `${first?.name ?? 'report'}: expected a report of epsilon evaluate first, got ${got}`);
}

/** The defense that a card of these reports speaks of. */
export function cardDefense([{ report }]: CardSources, wanted: string | undefined): string {
  const names = parseSpec(report.spec).defenses.map(chainName);
  return names.find((name) => name === wanted) ?? names[0]!; // a run has at least one
}

/** Everything the reports say about one model behind one defense. The same reports and options give the same card. */
export function makeCard(sources: CardSources, options: CardOptions): RobustnessCard {
  const [main] = sources;
  const { profile, policy } = options;
  const { model, dataset, classNames } = main.saved;
  const spec = parseSpec(main.report.spec);
  const defense = cardDefense(sources, options.defense);
  const used = sources.map((source) => (isUsed(source, main) ? source : undefined));
  const findings = findingsOf(used, { model: model.id, defense });
  const clean = cleanOf(used, defense);
  const most = budgetFor(profile, dataset.id);
  const trusted = main.seal === 'intact';
  const handling = handlingOf(main, { policy, defense, most });
  const levels = judgeLevels(profile, { trusted, data: dataset.id, defense, clean, findings });
  const risks = risksOf({ findings: trusted ? findings : [], handling: trusted ? handling : undefined, profile, most });
  const masked = main.saved.checks
    .filter(({ code, outcome }) => outcome === 'raised' && checkCards[code].severity === 'do-not-quote')
    .map(({ code }) => code);
  return {
    schema: 1,
    kind: 'robustness-card',
    lab: options.version,
    madeAt: options.madeAt,
    trusted,
    model: { ...model, classNames: [...classNames] },
    data: dataset,
    defense,
    threat: {
      norm: spec.norm,
      goal: spec.goal.kind,
      epsilons: [...spec.epsilons],
      budget: most,
      queries: spec.queries,
    },
    sources: sources.map((source) => originOf(source, main, options.version)),
    clean: plain(clean),
    ...numbersOf(findings),
    detectors: cardDetectors(used, defense),
    handling: handling ? plainHandling(handling) : null,
    checks: used.flatMap((source, i) => (source?.kind === 'evaluate' ? checksIn(source, i) : [])),
    profile,
    profileSha256: profileHash(profile),
    reached: reachedLevel(levels),
    levels: levels.map(plainLevel),
    risks: risks.map(plainRisk),
    duties: trusted ? dutiesOf({ risks, findings, handling, levels, masked: [...new Set(masked)] }) : [],
    examples: [...options.examples],
    gaps: gapsOf(used, findings, defense),
    link: options.address + writeLink(main.saved.spec),
  };
}

/** The main report is always shown; whether it is trusted, the card says. */
const isUsed = (source: Source, main: Evaluation) => source === main || misfitOf(source, main) === undefined;

function originOf(source: Source, main: Evaluation, version: string): RobustnessCard['sources'][number] {
  const { spec, startedAt, seconds, complete, backend, adapter } = source.saved;
  return {
    name: source.name,
    kind: source.kind,
    spec,
    startedAt,
    seconds,
    complete,
    version: source.saved.version,
    backend,
    adapter,
    seal: source.seal,
    misfit: misfitOf(source, main) ?? null,
    otherVersion: source.saved.version !== version,
  };
}

function checksIn({ saved }: Evaluation, source: number): RobustnessCard['checks'] {
  return saved.checks.map(({ code, outcome, value, message }) => ({ source, code, outcome, value, message }));
}

type Numbers = Pick<RobustnessCard, 'results' | 'transfers' | 'copies' | 'certified'>;

function numbersOf(findings: readonly Finding[]): Numbers {
  const numbers: Numbers = { results: [], transfers: [], copies: [], certified: [] };
  for (const found of findings) {
    const { source, epsilon } = found;
    if (found.kind === 'attack') {
      const { row, norm, trust } = found;
      const { attack } = row;
      numbers.results.push({
        source,
        attack,
        norm,
        epsilon,
        withstands: plain(row.robust),
        success: plain(row.success),
        trust,
      });
    } else if (found.kind === 'transfer') {
      numbers.transfers.push({
        source,
        from: found.from,
        attack: found.attack,
        epsilon,
        success: plain(found.success),
      });
    } else if (found.kind === 'certified') {
      numbers.certified.push(plainProof(found));
    } else {
      const { thief, labels, countermeasures, queries, attack } = found;
      const shares = { fidelity: plain(found.fidelity), success: plain(found.success) };
      numbers.copies.push({ source, thief, labels, countermeasures, queries, attack: attack as AttackId, ...shares }); // its spec was read
    }
  }
  return numbers;
}

function plainProof({ source, row, attack, smoothing, trust }: CertifiedFinding): CardProof {
  if (!smoothing) return { source, row, attack, smoothing, trust };
  const { sigma, n, alpha, abstained } = smoothing;
  return { source, row, attack, smoothing: { sigma, n, alpha, abstained }, trust };
}

const plain = ({ value, low, high, n }: Measure): CardMeasure => ({ value: known(value), low, high, n });
const known = (value: number) => (Number.isNaN(value) ? null : value);

function plainHandling(handling: Handling): NonNullable<RobustnessCard['handling']> {
  const bands = ({ accept, review, reject, wrong }: Handling['clean']) => ({
    accept: plain(accept),
    review: plain(review),
    reject: plain(reject),
    wrong: plain(wrong),
  });
  const { temperature, before, after } = handling.calibration;
  const errors = ({ ece, brier }: Handling['calibration']['before']) => ({ ece: known(ece), brier: known(brier) });
  return {
    ...handling,
    attack: handling.attack as AttackId, // of the catalog, or `worst`
    clean: bands(handling.clean),
    attacked: bands(handling.attacked),
    acceptedRight: plain(handling.acceptedRight),
    calibration: { temperature, before: errors(before), after: errors(after) },
  };
}

const plainLevel = ({ level, verdict, criteria }: JudgedLevel): RobustnessCard['levels'][number] => ({
  level: level.level,
  verdict,
  criteria: criteria.map((one) => ({
    id: one.criterion.id,
    verdict: one.verdict,
    reason: one.reason ?? null,
    measure: one.measure ? plain(one.measure) : null,
    by: evidenceOf(one.by),
  })),
});

const plainRisk = ({ threat, rating, success, by }: Risk): RobustnessCard['risks'][number] => ({
  threat,
  rating,
  success: success ? plain(success) : null,
  by: evidenceOf(by),
});

function evidenceOf(by: Finding | undefined): CardEvidence | null {
  if (!by) return null;
  const { source, kind, epsilon } = by;
  const attack = (by.kind === 'attack' ? by.row.attack : by.attack) as AttackId;
  const from = fromOf(by);
  return { source, kind, attack, epsilon, from, queries: by.kind === 'copy' ? by.queries : null };
}

/** The other model, the thief, or the method of the proof. */
function fromOf(by: Finding): string | null {
  if (by.kind === 'transfer') return by.from;
  if (by.kind === 'copy') return by.thief;
  return by.kind === 'certified' ? by.row.method : null;
}
